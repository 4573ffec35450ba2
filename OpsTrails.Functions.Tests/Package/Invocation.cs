using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;

namespace OpsTrails.Functions.Tests.Package;

/// <summary>What a host makes of the answer to a timer.</summary>
internal enum InvocationResult
{
    Succeeded,
    Failed,

    /// <summary>It takes the answer for none, waits until the function's time is over, and starts the program anew.</summary>
    Hangs,
}

/// <summary>A call of a timer function, as a host makes it.</summary>
internal sealed record Invocation(InvocationResult Result, HttpStatusCode Status, string Body)
{
    public static async Task<Invocation> OfTimerAsync(FunctionFile function, int port)
    {
        using var client = new HttpClient { BaseAddress = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}")) };
        using var request = new HttpRequestMessage(HttpMethod.Post, "/" + function.Name)
        {
            Content = new StringContent(Data(function), Encoding.UTF8, "application/json"),
        };
        request.Headers.TransferEncodingChunked = true;
        request.Headers.Add("X-Azure-Functions-InvocationId", Guid.NewGuid().ToString());
        request.Headers.Add("X-Azure-Functions-HostVersion", HostForwarding.Version);
        request.Headers.TryAddWithoutValidation("User-Agent", "Azure-Functions-Host/" + HostForwarding.Version);
        using var response = await client.SendAsync(request);
        var body = await response.Content.ReadAsStringAsync();
        return new Invocation(Judge(response.IsSuccessStatusCode, body), response.StatusCode, body);
    }

    private static InvocationResult Judge(bool isSuccess, string body)
    {
        if (!isSuccess)
            return InvocationResult.Failed;
        if (body.Length == 0)
            return InvocationResult.Hangs;
        try
        {
            return JsonElement.Parse(body).ValueKind == JsonValueKind.Object ? InvocationResult.Succeeded : InvocationResult.Failed;
        }
        catch (JsonException)
        {
            return InvocationResult.Failed;
        }
    }

    private static string Data(FunctionFile function)
    {
        var now = TimeProvider.System.GetUtcNow();
        return $$$$"""
            {"Data":{"{{{{function.Trigger.GetProperty("name").GetString()}}}}":{"Schedule":{"AdjustForDST":true},"ScheduleStatus":{"Last":"{{{{now.AddMinutes(-1):O}}}}","Next":"{{{{now:O}}}}","LastUpdated":"{{{{now.AddMinutes(-1):O}}}}"},"IsPastDue":false}},"Metadata":{"sys":{"MethodName":"{{{{function.Name}}}}","UtcNow":"{{{{now:O}}}}","RandGuid":"{{{{Guid.NewGuid()}}}}"}}}
            """;
    }
}
