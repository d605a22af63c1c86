using System.Diagnostics.CodeAnalysis;

namespace IdentityServer.Domain.Protocol;

/// <summary>A value, or the refusal that stands in its way: <c>if (!step.Try(out var client, out var no)) return no;</c></summary>
public readonly struct Result<T>
{
    readonly T? value;
    readonly Refusal refusal;

    Result(T value)
    {
        this.value = value;
        IsValue = true;
    }

    Result(Refusal refusal) => this.refusal = refusal;

    bool IsValue { get; }

    /// <summary>True with the value, false with the refusal.</summary>
    public bool Try([NotNullWhen(true)] out T? value, out Refusal refusal)
    {
        value = this.value;
        refusal = this.refusal;
        return IsValue;
    }

    public static implicit operator Result<T>(T value) => new(value);

    public static implicit operator Result<T>(Reason reason) => new(new Refusal(reason));

    public static implicit operator Result<T>(Refusal refusal) => new(refusal);
}
