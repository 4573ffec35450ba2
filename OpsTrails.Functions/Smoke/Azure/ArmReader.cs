using System.Net;
using System.Text.Json;

namespace OpsTrails.Functions.Smoke.Azure;

/// <summary>Reads from the management API of Azure.</summary>
internal sealed class ArmReader(HttpClient arm)
{
    /// <returns>Null when the resource doesn't exist.</returns>
    public async Task<JsonElement?> FindAsync(string path, string apiVersion, CancellationToken cancel, string filter = "")
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, Address(path, apiVersion, filter));
        return await SendAsync(request, path, cancel);
    }

    /// <exception cref="ArmException">The resource doesn't exist.</exception>
    public async Task<JsonElement> GetAsync(string path, string apiVersion, CancellationToken cancel) =>
        await FindAsync(path, apiVersion, cancel) ?? throw new ArmException($"{LastOf(path)} does not exist.");

    /// <summary>Calls a list action. It is a POST, but only reads.</summary>
    public async Task<JsonElement> ActAsync(string path, string apiVersion, CancellationToken cancel)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Address(path, apiVersion, ""));
        return await SendAsync(request, path, cancel) ?? throw new ArmException($"{LastOf(path)} does not exist.");
    }

    /// <summary>Every item of a list, page by page.</summary>
    public async Task<IReadOnlyList<JsonElement>> ListAsync(string path, string apiVersion, CancellationToken cancel, string filter = "")
    {
        var items = new List<JsonElement>();
        var next = Address(path, apiVersion, filter);
        while (next is not null)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, next);
            var page = await SendAsync(request, path, cancel) ?? throw new ArmException($"{LastOf(path)} does not exist.");
            items.AddRange(page.At("value") is { ValueKind: JsonValueKind.Array } values ? values.EnumerateArray() : []);
            next = page.At("nextLink") is { ValueKind: JsonValueKind.String } link ? new Uri(link.GetString()!, UriKind.Absolute) : null;
        }
        return items;
    }

    private async Task<JsonElement?> SendAsync(HttpRequestMessage request, string path, CancellationToken cancel)
    {
        using var response = await arm.SendAsync(request, cancel);
        if (response.StatusCode == HttpStatusCode.NotFound)
            return null;
        if (!response.IsSuccessStatusCode)
            throw new ArmException($"{LastOf(path)} could not be read: Azure answered {(int)response.StatusCode} ({response.StatusCode}).");
        return JsonElement.Parse(await response.Content.ReadAsStringAsync(cancel));
    }

    private static Uri Address(string path, string apiVersion, string filter) =>
        new(
            $"{path.TrimStart('/')}?api-version={apiVersion}{(filter.Length == 0 ? "" : "&$filter=" + Uri.EscapeDataString(filter))}",
            UriKind.Relative
        );

    private static string LastOf(string path) => string.Join('/', path.Split('/')[^2..]);
}

/// <summary>A resource could not be read from the management API.</summary>
internal sealed class ArmException(string message) : Exception(message);
