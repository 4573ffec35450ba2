using System.Net.Http.Headers;
using Azure.Core;

namespace OpsTrails.Functions.Smoke.Azure;

/// <summary>Adds the operator's token to requests to the management API, and to no other host.</summary>
internal sealed class OperatorTokenHandler(Uri management, TokenCredential credential) : DelegatingHandler
{
    private static readonly string[] Scopes = ["https://management.azure.com/.default"];

    private AccessToken? _token;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.RequestUri?.Authority == management.Authority)
        {
            // One run takes seconds, so a token outlives it.
            _token ??= await credential.GetTokenAsync(new TokenRequestContext(Scopes), cancellationToken);
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", _token.Value.Token);
        }
        return await base.SendAsync(request, cancellationToken);
    }
}
