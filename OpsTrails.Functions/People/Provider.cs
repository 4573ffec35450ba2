using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using OpsTrails.Functions.Auth;
using OpsTrails.Functions.Auth.Protection;
using OpsTrails.Functions.Http;
using OpsTrails.Functions.Limits;
using OpsTrails.Functions.Platform;

namespace OpsTrails.Functions.People;

/// <summary>Registers ASP.NET Core's OpenID Connect handler when the settings name a provider.</summary>
internal static class Provider
{
    public const string Scheme = "Provider";
    public const string Callback = "/sign-in/callback";

    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(15);

    public static void AddProvider(this IServiceCollection services)
    {
        services.AddScoped<ProviderEvents>();
        services.AddTransient<OpenIdConnectHandler>();
        services.TryAddEnumerable(
            ServiceDescriptor.Singleton<IPostConfigureOptions<OpenIdConnectOptions>, OpenIdConnectPostConfigureOptions>()
        );

        // AddOpenIdConnect would run the handler on every request, and fail where no provider is configured.
        services
            .AddOptions<AuthenticationOptions>()
            .Configure<IOptions<OpsTrailsOptions>>(
                (authentication, settings) =>
                {
                    if (settings.Value.SignIn.IsConfigured)
                        authentication.AddScheme<OpenIdConnectHandler>(Scheme, null);
                }
            );
        services
            .AddOptions<OpenIdConnectOptions>(Scheme)
            .Configure<IOptions<OpsTrailsOptions>, TimeProvider>(
                (options, settings, clock) => Configure(options, settings.Value.SignIn, clock)
            );
    }

    /// <summary>
    /// The handler answers the callback before any endpoint does, so the keys that encrypt its cookies must be read first. It would also
    /// take a posted form, which no provider sends here (see <see cref="OpenIdConnectOptions.ResponseMode"/>).
    /// </summary>
    public static void UseProviderCallback(this IApplicationBuilder app) =>
        app.UseWhen(
            IsCallback,
            callback =>
                callback.Use(
                    async (context, next) =>
                    {
                        if (!HttpMethods.IsGet(context.Request.Method))
                        {
                            context.Response.Headers.Allow = HttpMethods.Get;
                            await context.WriteErrorAsync(ApiError.MethodNotAllowed);
                            return;
                        }
                        if (context.RequestServices.GetRequiredService<Rates>().TakeForUnknown(Rates.AddressOf(context)) is { } tooMany)
                        {
                            await context.WriteErrorAsync(tooMany.ToError());
                            return;
                        }
                        await context.RequestServices.GetRequiredService<StoredProtectionKeys>().ReadAheadAsync(context.RequestAborted);
                        context.Response.Headers.CacheControl = "no-store";
                        await next(context);
                    }
                )
        );

    /// <summary>Ignores case, as the handler does.</summary>
    private static bool IsCallback(HttpContext context) =>
        context.Request.Path.Equals(Callback, StringComparison.OrdinalIgnoreCase)
        && context.RequestServices.GetRequiredService<IOptions<OpsTrailsOptions>>().Value.SignIn.IsConfigured;

    private static void Configure(OpenIdConnectOptions options, SignInOptions settings, TimeProvider clock)
    {
        options.TimeProvider = clock;
        options.SignInScheme = SessionCookie.Scheme;
        options.EventsType = typeof(ProviderEvents);
        options.Authority = settings.Authority;
        options.RequireHttpsMetadata = new Uri(settings.Authority!).Scheme == Uri.UriSchemeHttps;
        options.ClientId = settings.ClientId;
        options.ClientSecret = settings.ClientSecret;
        options.Scope.Clear();
        foreach (var scope in settings.ScopeList)
            options.Scope.Add(scope);
        options.ResponseType = OpenIdConnectResponseType.Code;
        options.UsePkce = true;

        // A form posted by the provider's page carries no SameSite=Lax cookies. SameSite=None needs https, which localhost doesn't have.
        options.ResponseMode = OpenIdConnectResponseMode.Query;
        options.CallbackPath = Callback;
        options.RemoteSignOutPath = default;
        options.SignedOutCallbackPath = default;
        Restrict(options.CorrelationCookie, "opstrails.correlation.");
        Restrict(options.NonceCookie, "opstrails.nonce.");
        options.SaveTokens = false;
        options.MapInboundClaims = false;
        options.GetClaimsFromUserInfoEndpoint = true;
        options.ClaimActions.Remove(ProviderEvents.IssuerClaim);
        options.BackchannelTimeout = Timeout;
    }

    private static void Restrict(CookieBuilder cookie, string name)
    {
        cookie.Name = name;
        cookie.HttpOnly = true;
        cookie.SameSite = SameSiteMode.Lax;
        cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
    }
}
