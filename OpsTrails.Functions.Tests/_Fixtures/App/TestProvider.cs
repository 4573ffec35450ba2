using System.Collections.Concurrent;
using System.Net;
using System.Security.Claims;
using System.Security.Cryptography;
using Microsoft.AspNetCore;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.Tokens;
using OpenIddict.Abstractions;
using OpenIddict.Server.AspNetCore;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;
using ServerHandlers = OpenIddict.Server.OpenIddictServerHandlers;

namespace OpsTrails.Functions.Tests.Fixtures;

/// <summary>Somebody with an account at the provider.</summary>
internal sealed record ProviderUser(string Subject, string? Name = null, string? Email = null, string? PreferredUsername = null)
{
    public static ProviderUser Ada { get; } = new("ada", "Ada Lovelace", "ada@example.com");

    public static ProviderUser Grace { get; } = new("grace", "Grace Hopper", "grace@example.com");
}

/// <summary>A real provider of OpenID Connect, OpenIddict's server, on a loopback port. It keeps nothing, and knows one client.</summary>
internal sealed class TestProvider : IAsyncDisposable
{
    private const string ClientId = "opstrails-tests";
    private const string ClientSecret = "a-client-secret-for-tests";

    // Of all providers: making a key of the size that OpenIddict takes by itself costs seconds of processor time.
    private static readonly RsaSecurityKey SigningKey = new(RSA.Create(2048));
    private static readonly SymmetricSecurityKey EncryptionKey = new(RandomNumberGenerator.GetBytes(32));

    private readonly WebApplication _app;
    private readonly ConcurrentQueue<string> _given = new();
    private bool _isGone;

    private TestProvider(WebApplication app) => _app = app;

    /// <summary>
    /// Who is signed in there already and approves at once; null to be asked by a page with a button for each of <see cref="Users"/>.
    /// </summary>
    public ProviderUser? User { get; set; } = ProviderUser.Ada;

    /// <summary>Whom the page offers.</summary>
    public IReadOnlyList<ProviderUser> Users { get; set; } = [ProviderUser.Ada, ProviderUser.Grace];

    /// <summary>An error that every visit ends with; null for none.</summary>
    public string? Refusal { get; set; }

    /// <summary>Changes identity tokens before they are signed.</summary>
    public Action<SecurityTokenDescriptor> Tamper { get; set; } = _ => { };

    /// <summary>Whether the endpoint for tokens fails.</summary>
    public bool IsTokenEndpointDown { get; set; }

    public string Address => _app.Urls.First();

    /// <summary>Every token that was given out.</summary>
    public IReadOnlyCollection<string> Given => _given;

    /// <summary>The settings of a program whose people sign in here.</summary>
    public string[] Settings =>
        [
            "OpsTrails:SignIn:Authority=" + Address,
            "OpsTrails:SignIn:ClientId=" + ClientId,
            "OpsTrails:SignIn:ClientSecret=" + ClientSecret,
            "OpsTrails:SignIn:Name=Test ID",
        ];

    public static async Task<TestProvider> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        TestProvider? provider = null;
        builder.Services.AddOpenIddict().AddServer(options => Configure(options, () => provider!));
        builder.Services.AddAuthentication();
        var app = builder.Build();
        provider = new TestProvider(app);
        app.UseAuthentication();
        app.MapGet("/authorize", provider.AuthorizeAsync);
        await app.StartAsync();

        // What it does first takes seconds on a busy machine, longer than a program waits for it.
        using var client = new HttpClient { BaseAddress = new Uri(provider.Address) };
        await client.GetStringAsync(new Uri("/.well-known/openid-configuration", UriKind.Relative));
        await client.GetStringAsync(new Uri("/.well-known/jwks", UriKind.Relative));
        return provider;
    }

    public async ValueTask DisposeAsync()
    {
        if (_isGone)
            return;
        _isGone = true;
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    private static void Configure(OpenIddictServerBuilder options, Func<TestProvider> provider)
    {
        options.SetAuthorizationEndpointUris("authorize").SetTokenEndpointUris("token").SetUserInfoEndpointUris("userinfo");
        options.AllowAuthorizationCodeFlow().RequireProofKeyForCodeExchange();
        options.RegisterScopes(Scopes.Profile, Scopes.Email);
        options.AddEncryptionKey(EncryptionKey).AddSigningKey(SigningKey);
        options.EnableDegradedMode();
        options.UseAspNetCore().EnableAuthorizationEndpointPassthrough().DisableTransportSecurityRequirement();
        options.AddEventHandler<ValidateAuthorizationRequestContext>(handler =>
            handler.UseInlineHandler(context =>
            {
                var isOurs =
                    context.ClientId == ClientId
                    && new Uri(context.RedirectUri ?? "x:").AbsolutePath == "/sign-in/callback"
                    && context.Request.CodeChallengeMethod == CodeChallengeMethods.Sha256;
                if (!isOurs)
                    context.Reject(Errors.InvalidRequest, "This client is not known, or goes on elsewhere.");
                return default;
            })
        );
        options.AddEventHandler<ValidateTokenRequestContext>(handler =>
            handler.UseInlineHandler(context =>
            {
                if (provider().IsTokenEndpointDown)
                    context.Reject(Errors.ServerError, "The endpoint is down.");
                else if (context.ClientId != ClientId || context.ClientSecret != ClientSecret)
                    context.Reject(Errors.InvalidClient, "This client is not known.");
                return default;
            })
        );
        options.AddEventHandler<GenerateTokenContext>(handler =>
            handler
                .SetOrder(ServerHandlers.Protection.GenerateIdentityModelToken.Descriptor.Order - 1)
                .UseInlineHandler(context =>
                {
                    if (context.TokenType == TokenTypeIdentifiers.IdentityToken)
                        provider().Tamper(context.SecurityTokenDescriptor);
                    return default;
                })
        );
        options.AddEventHandler<GenerateTokenContext>(handler =>
            handler
                .SetOrder(int.MaxValue)
                .UseInlineHandler(context =>
                {
                    provider()._given.Enqueue(context.Token!);
                    return default;
                })
        );
    }

    private async Task AuthorizeAsync(HttpContext context)
    {
        var chosen = context.Request.Query["user"].ToString();
        if (Refusal is not null || chosen == "-")
        {
            await context.ForbidAsync(
                OpenIddictServerAspNetCoreDefaults.AuthenticationScheme,
                new AuthenticationProperties(
                    new Dictionary<string, string?>
                    {
                        [OpenIddictServerAspNetCoreConstants.Properties.Error] = Refusal ?? Errors.AccessDenied,
                        [OpenIddictServerAspNetCoreConstants.Properties.ErrorDescription] = "said-by-the-provider",
                    }
                )
            );
            return;
        }
        if ((User ?? Users.FirstOrDefault(user => user.Subject == chosen)) is { } somebody)
            await context.SignInAsync(
                OpenIddictServerAspNetCoreDefaults.AuthenticationScheme,
                PrincipalOf(somebody, context.GetOpenIddictServerRequest()!.GetScopes())
            );
        else
            await AskAsync(context);
    }

    private static ClaimsPrincipal PrincipalOf(ProviderUser user, IEnumerable<string> scopes)
    {
        var identity = new ClaimsIdentity("Provider", Claims.Name, Claims.Role);
        identity
            .SetClaim(Claims.Subject, user.Subject)
            .SetClaim(Claims.Name, user.Name)
            .SetClaim(Claims.Email, user.Email)
            .SetClaim(Claims.PreferredUsername, user.PreferredUsername);
        identity.SetScopes(scopes).SetDestinations(_ => [Destinations.AccessToken, Destinations.IdentityToken]);
        return new ClaimsPrincipal(identity);
    }

    private Task AskAsync(HttpContext context)
    {
        var here = WebUtility.HtmlEncode(context.Request.Path + context.Request.QueryString);
        var buttons = Users.Select(user =>
            $"""<p><a href="{here}&amp;user={WebUtility.UrlEncode(user.Subject)}">"""
            + $"{WebUtility.HtmlEncode(user.Name ?? user.Subject)}</a></p>"
        );
        context.Response.ContentType = "text/html; charset=utf-8";
        return context.Response.WriteAsync(
            $"""
            <!doctype html><html lang="en"><title>Test ID</title><h1>Who are you?</h1>{string.Concat(
                buttons
            )}<p><a href="{here}&amp;user=-">Cancel</a></p></html>
            """
        );
    }
}
