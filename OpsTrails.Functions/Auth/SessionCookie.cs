using System.Globalization;
using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using OpsTrails.Core.Input;
using OpsTrails.Core.Organizations;
using OpsTrails.Core.People;

namespace OpsTrails.Functions.Auth;

/// <summary>Keeps a session in the ticket of ASP.NET Core's cookie authentication, which encrypts and signs it.</summary>
internal static class SessionCookie
{
    public const string Scheme = "Session";

    private const string OnHttp = "opstrails";

    // Browsers accept a cookie with this prefix only over https and from this exact host.
    private const string OnHttps = "__Host-" + OnHttp;

    private const string OrganizationClaim = "organization";
    private const string SessionClaim = "session";
    private const string EpochClaim = "epoch";
    private const string SinceClaim = "since";
    private const string AntiforgeryClaim = "antiforgery";

    public static bool IsSent(HttpRequest request) => request.Cookies.ContainsKey(NameFor(request.HttpContext));

    public static Task SignInAsync(HttpContext context, Session session, DateTimeOffset now)
    {
        var identity = new ClaimsIdentity(
            [
                new Claim(ClaimTypes.NameIdentifier, session.PersonId),
                new Claim(OrganizationClaim, session.Organization.Value),
                new Claim(SessionClaim, session.Id),
                new Claim(EpochClaim, session.Epoch.ToString(CultureInfo.InvariantCulture)),
                new Claim(SinceClaim, session.SignedInAt.Ticks.ToString(CultureInfo.InvariantCulture)),
                new Claim(AntiforgeryClaim, session.AntiforgeryToken),
            ],
            Scheme
        );
        return context.SignInAsync(
            Scheme,
            new ClaimsPrincipal(identity),
            new AuthenticationProperties
            {
                IsPersistent = true,
                IssuedUtc = now,
                ExpiresUtc = now + Session.IdleTimeout,
            }
        );
    }

    public static Task SignOutAsync(HttpContext context) => context.SignOutAsync(Scheme);

    public static Session Read(ClaimsPrincipal principal) =>
        new(
            OrganizationId.Parse(principal.FindFirstValue(OrganizationClaim)!),
            principal.FindFirstValue(ClaimTypes.NameIdentifier)!,
            principal.FindFirstValue(SessionClaim)!,
            long.Parse(principal.FindFirstValue(EpochClaim)!, CultureInfo.InvariantCulture),
            new Timestamp(long.Parse(principal.FindFirstValue(SinceClaim)!, CultureInfo.InvariantCulture)),
            principal.FindFirstValue(AntiforgeryClaim)!
        );

    public static void Configure(CookieAuthenticationOptions options)
    {
        options.Cookie.Name = OnHttp;
        options.Cookie.Path = "/";
        options.Cookie.HttpOnly = true;
        options.Cookie.SameSite = SameSiteMode.Lax;
        options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        options.CookieManager = new NamedByTransport();
        options.EventsType = typeof(SessionEvents);
        options.ExpireTimeSpan = Session.IdleTimeout;
        options.SlidingExpiration = true;
    }

    private static string NameFor(HttpContext context) => context.Request.IsHttps ? OnHttps : OnHttp;

    /// <summary>Chooses the cookie's name by the scheme of the request, which options can't.</summary>
    private sealed class NamedByTransport : ICookieManager
    {
        private readonly ChunkingCookieManager _inner = new();

        public string? GetRequestCookie(HttpContext context, string key) => _inner.GetRequestCookie(context, NameFor(context));

        public void AppendResponseCookie(HttpContext context, string key, string? value, CookieOptions options) =>
            _inner.AppendResponseCookie(context, NameFor(context), value, options);

        public void DeleteCookie(HttpContext context, string key, CookieOptions options) =>
            _inner.DeleteCookie(context, NameFor(context), options);
    }
}
