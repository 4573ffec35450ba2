using System.Text;
using System.Text.RegularExpressions;
using Azure.Core;
using Azure.Core.Pipeline;

namespace OpsTrails.Functions.Tests.Fixtures;

/// <summary>
/// Does to the requests of a table client what a plan says. It belongs at <see cref="HttpPipelinePosition.PerRetry"/>: the client's
/// own retries then see the faults, as they would see the real ones.
/// </summary>
internal sealed partial class FaultPolicy(FaultPlan plan) : HttpPipelinePolicy
{
    public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        var fault = plan.Next(message.Request);
        switch (fault?.Kind)
        {
            case null:
                await ProcessNextAsync(message, pipeline);
                break;
            case FaultKind.AnswerLost:
                await ProcessNextAsync(message, pipeline);
                throw new IOException("The connection was reset after the request was done.");
            case FaultKind.RequestLost:
                throw new IOException("The connection was refused.");
            case FaultKind.Silence:
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, message.CancellationToken);
                break;
            case FaultKind.EmptyPage:
                Answer(message, EmptyPage(message.Request));
                break;
            default:
                Answer(message, Error(message.Request, fault));
                break;
        }
    }

    public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) =>
        throw new NotSupportedException("The store is asynchronous throughout.");

    private static void Answer(HttpMessage message, FaultResponse response)
    {
        message.Response = response;
        // As the transport does: the client itself knows which answers are errors to it.
        response.Fails = message.ResponseClassifier.IsErrorResponse(message);
    }

    // The client parses the errors of its own transport as Azure Tables writes them, and those of a policy as other services do.
    private static FaultResponse Error(Request request, Fault fault) =>
        new(request, fault.Status, $$$"""{"error":{"code":"{{{fault.Code}}}","message":"Injected."}}""");

    private static FaultResponse EmptyPage(Request request)
    {
        // A page that goes on where an earlier one ended says so in its address; a first page begins where its filter does.
        var address = Uri.UnescapeDataString(request.Uri.Query);
        var partition = NextPartition().Match(address) is { Success: true } next
            ? next.Groups[1].Value
            : Token(FirstPartition().Match(address).Groups[1].Value.Replace("''", "'", StringComparison.Ordinal));
        // Without an earlier page, any key that no row comes before: an empty one does not get through a header.
        var row = NextRow().Match(address) is { Success: true } nextRow ? nextRow.Groups[1].Value : Token("\0");
        var response = new FaultResponse(request, 200, """{"value":[]}""");
        response.Set("x-ms-continuation-NextPartitionKey", partition);
        response.Set("x-ms-continuation-NextRowKey", row);
        return response;
    }

    // As the emulator writes keys into its tokens.
    private static string Token(string key) => Convert.ToBase64String(Encoding.UTF8.GetBytes(key));

    [GeneratedRegex("NextPartitionKey=([^&]+)")]
    private static partial Regex NextPartition();

    [GeneratedRegex("NextRowKey=([^&]+)")]
    private static partial Regex NextRow();

    [GeneratedRegex("PartitionKey (?:eq|ge) '((?:[^']|'')*)'")]
    private static partial Regex FirstPartition();
}
