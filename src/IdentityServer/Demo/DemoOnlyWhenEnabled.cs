using Microsoft.AspNetCore.Mvc.ApplicationModels;

namespace IdentityServer.Demo;

/// <summary>Takes the demo page out of the routes where the demo is off, so that there is nothing to ask for.</summary>
sealed class DemoOnlyWhenEnabled(bool enabled) : IPageRouteModelConvention
{
    public void Apply(PageRouteModel model)
    {
        if (!enabled && model.ViewEnginePath == "/Demo")
            model.Selectors.Clear();
    }
}
