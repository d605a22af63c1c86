using IdentityServer.Account;
using IdentityServer.Demo;
using IdentityServer.Domain.Protocol;
using IdentityServer.Domain.Users;
using IdentityServer.Keys;
using IdentityServer.Pools;
using IdentityServer.Protocol;
using IdentityServer.Protocol.Wire;
using IdentityServer.Sessions;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc.Controllers;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace IdentityServer.Setup;

/// <summary>What people see, and what guards it.</summary>
internal static class PagesSetup
{
    public static void AddPages(this IServiceCollection services, DemoShop demo)
    {
        services.AddRazorPages(options => options.Conventions.AddPageRoute("/Admin/Identities", "/admin").Add(new DemoOnlyWhenEnabled(demo.IsEnabled)))
            .AddMvcOptions(options => options.Filters.Add<ForgedForms>())
            // There are no controllers. Who looks for them looks at every type we have, and loads Quartz with those that implement its interfaces.
            .ConfigureApplicationPartManager(parts =>
            {
                foreach (var search in parts.FeatureProviders.OfType<ControllerFeatureProvider>().ToArray()) parts.FeatureProviders.Remove(search);
            });
        services.AddSingleton(demo);
        services.AddAntiforgery().AddSingleton<IAntiforgeryAdditionalDataProvider, FormsOfPool>();
        services.AddOptions<AntiforgeryOptions>().Configure<Cookies>((options, cookies) =>
        {
            options.Cookie.Name = cookies.Antiforgery;
            // Else it would have the path of the pool, which its name does not allow.
            options.Cookie.Path = "/";
            options.Cookie.SameSite = SameSiteMode.Lax;
            options.Cookie.HttpOnly = true;
            options.Cookie.SecurePolicy = cookies.Secure ? CookieSecurePolicy.Always : CookieSecurePolicy.None;
            options.SuppressXFrameOptionsHeader = true;
        });
    }

    /// <summary>ASP.NET Core Identity over our own stores: passwords, lockout, stamps.</summary>
    public static void AddAccounts(this IServiceCollection services)
    {
        services.AddIdentityCore<User>(options =>
        {
            options.Lockout.AllowedForNewUsers = true;
            options.Lockout.MaxFailedAccessAttempts = SignIn.MostFailures;
            options.Lockout.DefaultLockoutTimeSpan = SignIn.LockoutFor;
            options.User.RequireUniqueEmail = false;
            // Ids and names are checked by our own rules; any character may stand in a username.
            options.User.AllowedUserNameCharacters = "";
        });
        services.Configure<PasswordHasherOptions>(options => options.IterationCount = PasswordHashes.Iterations);
        services.AddSingleton<IPasswordHasher<User>, PasswordHasher<User>>();
        services.AddSingleton<PasswordHashes>().AddSingleton<IPasswordHashes>(found => found.GetRequiredService<PasswordHashes>()).AddSingleton<SignInGates>();
        services.AddScoped<SignIn>().AddSingleton<AdminSession>();
    }

    /// <summary>Pages come behind the session, their headers, and a check of where a form was sent from.</summary>
    public static void UsePages(this WebApplication app)
    {
        UseKeys(app);
        var refusals = app.Services.GetRequiredService<RefusalWriter>();
        app.Use(async (http, next) =>
        {
            await next(http);
            // A route that answers 404 itself has said what it wants to say.
            if (http.Response is { StatusCode: StatusCodes.Status404NotFound, HasStarted: false, ContentType: null } && http.GetEndpoint() is null && ErrorPages.IsWanted(http.Request))
                await ErrorPages.NotFoundAsync(http);
        });
        var (browser, admin) = (app.Services.GetRequiredService<BrowserSession>(), app.Services.GetRequiredService<AdminSession>());
        app.UseWhen(http => !IsProtocol(http.Request.Path), pages =>
        {
            pages.Use(async (http, next) =>
            {
                PageHeaders.Apply(http);
                if (IsPage(http) && !IsForPages(http.Request.Method))
                {
                    http.Response.Headers.Allow = "GET, HEAD, POST";
                    http.Response.StatusCode = StatusCodes.Status405MethodNotAllowed;
                    return;
                }
                if (HttpMethods.IsPost(http.Request.Method) && IsFromElsewhere(http.Request))
                {
                    await ErrorPages.ShowAsync(http, refusals, "page", Reason.FormFromElsewhere, null);
                    return;
                }
                // Antiforgery tokens are bound to who is signed in, and to this very sign-in.
                if (IsPage(http) && http.GetEndpoint()?.Metadata.GetMetadata<ForMembersAttribute>() is { } forMembers)
                {
                    if (await admin.FindAsync(http) is { } member) http.User = AdminSession.PrincipalOf(member);
                    else if (!forMembers.AndNobody)
                    {
                        Redirects.SeeOther(http, AdminSession.LoginPath);
                        return;
                    }
                }
                else if (IsPage(http) && NeedsSession(http) && await browser.FindAsync(http) is { } session) http.User = SessionPrincipal.Of(session);
                await next(http);
            });
        });
    }

    /// <summary>Without keys nothing that a person does here can end well; and a form would make a new ring of keys to protect itself with.</summary>
    static void UseKeys(WebApplication app)
    {
        var (rings, refusals) = (app.Services.GetRequiredService<KeyRings>(), app.Services.GetRequiredService<RefusalWriter>());
        app.Use((http, next) => !IsPage(http) || rings.ProblemOf(http.Pool().Id) is null
            ? next(http)
            : ErrorPages.ShowAsync(http, refusals, "page", Reason.KeysUnavailable, null));
    }

    static bool IsProtocol(PathString path) =>
        path.StartsWithSegments("/connect") || path.StartsWithSegments("/.well-known") || path.StartsWithSegments("/health");

    /// <summary>Pages only: a stylesheet needs no session.</summary>
    static bool IsPage(HttpContext http) => http.GetEndpoint()?.Metadata.GetMetadata<PageActionDescriptor>() is not null;

    static bool NeedsSession(HttpContext http) => http.GetEndpoint()?.Metadata.GetMetadata<NeedsNoSessionAttribute>() is null;

    // Razor Pages would show a page with nothing in it for a method that it has no handler for.
    static bool IsForPages(string method) => HttpMethods.IsGet(method) || HttpMethods.IsHead(method) || HttpMethods.IsPost(method);

    /// <summary>Fetch Metadata §2.3: a browser says when another site sent the form. Antiforgery tokens stand behind this.</summary>
    static bool IsFromElsewhere(HttpRequest request) => request.Headers["Sec-Fetch-Site"] == "cross-site";
}
