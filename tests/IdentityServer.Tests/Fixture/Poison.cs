using System.Reflection;
using Microsoft.Extensions.DependencyInjection;

namespace IdentityServer.Tests.Fixture;

/// <summary>Puts itself before the server's own stores, and fails their calls when told to.</summary>
public sealed class Poison
{
    Type? victim;
    string? only;
    Exception? bite;

    public bool Bitten { get; set; }

    public void Act(Type store, Exception exception, string? method = null) => (victim, bite, only) = (store, exception, method);

    public void Cure() => (victim, bite, only) = (null, null, null);

    public void Spread<T>(IServiceCollection services) where T : class
    {
        var own = services.Last(service => service.ServiceType == typeof(T));
        services.Add(ServiceDescriptor.Describe(typeof(T), found =>
        {
            var proxy = DispatchProxy.Create<T, PoisonedStore>();
            var inner = own.ImplementationInstance ?? own.ImplementationFactory?.Invoke(found) ?? ActivatorUtilities.CreateInstance(found, own.ImplementationType!);
            ((PoisonedStore)(object)proxy).Become(this, typeof(T), inner);
            return proxy;
        }, own.Lifetime));
    }

    internal void Taste(Type store, string method)
    {
        if (store != victim || (only is not null && only != method)) return;
        Bitten = true;
        throw bite!;
    }
}

/// <summary>Public and open, because its subclass is made at run time.</summary>
public class PoisonedStore : DispatchProxy
{
    Poison poison = null!;
    Type store = null!;
    object inner = null!;

    internal void Become(object giver, Type type, object own) => (poison, store, inner) = ((Poison)giver, type, own);

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        poison.Taste(store, targetMethod!.Name);
        return targetMethod.Invoke(inner, BindingFlags.DoNotWrapExceptions, null, args, null);
    }
}
