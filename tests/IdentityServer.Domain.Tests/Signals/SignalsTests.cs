using System.Diagnostics.Metrics;
using IdentityServer.Domain.Protocol;
using Xunit;
using TheSignals = IdentityServer.Domain.Signals.Signals;

namespace IdentityServer.Domain.Tests.Signals;

public sealed class SignalsTests
{
    [Fact]
    public void Each_event_is_counted_with_tags_that_name_nobody()
    {
        List<string> seen = [];
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, self) =>
            {
                if (instrument.Meter == TheSignals.Meter) self.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) =>
        {
            // Other tests count, too; what this one counts has names of its own.
            var text = $"{instrument.Name}+{value}";
            foreach (var (name, tag) in tags) text += $" {name}={tag}";
            lock (seen) seen.Add(text);
        });
        listener.Start();
        TheSignals.TokenIssued("test-grant");
        TheSignals.Refused("test-endpoint", Reason.CodeSpent);
        TheSignals.SignedIn("test-outcome");
        TheSignals.CodeIssued();
        TheSignals.Called("test-result");
        lock (seen)
        {
            Assert.Contains("idp.tokens.issued+1 grant_type=test-grant", seen);
            Assert.Contains("idp.refusals+1 endpoint=test-endpoint reason=CodeSpent", seen);
            Assert.Contains("idp.sign_ins+1 outcome=test-outcome", seen);
            Assert.Contains("idp.codes.issued+1", seen);
            Assert.Contains("idp.egress.calls+1 result=test-result", seen);
        }
    }
}
