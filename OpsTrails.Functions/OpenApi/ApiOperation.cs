using OpsTrails.Functions.Http;

namespace OpsTrails.Functions.OpenApi;

/// <summary>The API description of an endpoint. Every endpoint of the API has one; a test checks that.</summary>
/// <param name="Name">The operation id, unique.</param>
/// <param name="Area">The tag that groups the operation.</param>
/// <param name="Summary">A few words.</param>
/// <param name="Description">Markdown.</param>
internal sealed record ApiOperation(string Name, string Area, string Summary, string Description)
{
    public IReadOnlyList<ApiParameter> Parameters { get; init; } = [];

    public ApiBody? Body { get; init; }

    /// <summary>The successful responses, one per status.</summary>
    public required IReadOnlyList<ApiAnswer> Answers { get; init; }

    /// <summary>Whether the operation is open to anyone.</summary>
    public bool NeedsNoKey { get; init; }

    /// <summary>Whether the answer goes on after its first byte.</summary>
    public bool IsStream => Answers.Any(answer => answer.MediaType == "text/event-stream");

    /// <summary>The error statuses of this operation, in addition to those of every operation.</summary>
    public IReadOnlyList<int> Errors { get; init; } = [];
}

/// <summary>A parameter in the query, the path or a header.</summary>
internal sealed record ApiParameter(string Name, string Description)
{
    /// <summary>The unique component name of a parameter that several operations share; null for others.</summary>
    public string? Component { get; init; }

    public ParameterPlace Place { get; init; } = ParameterPlace.Query;

    public bool IsRequired { get; init; }

    /// <summary>May be repeated; repeating means OR.</summary>
    public bool IsRepeatable { get; init; }

    /// <summary>The allowed values; null for any.</summary>
    public IReadOnlyList<string>? Values { get; init; }

    public string? Example { get; init; }
}

internal enum ParameterPlace
{
    Query,
    Path,
    Header,
}

/// <summary>A request body: its media types, each with a shape and an example.</summary>
internal sealed record ApiBody(string Description, IReadOnlyList<(string MediaType, Type Shape, string Example)> Contents);

/// <summary>A response: its shape and an example.</summary>
internal sealed record ApiAnswer(int Status, string Description, Type Shape, string Example)
{
    /// <summary>For any media type other than JSON, shape and example are text.</summary>
    public string MediaType { get; init; } = "application/json";
}

internal static class ApiOperations
{
    public static TBuilder Describe<TBuilder>(this TBuilder endpoint, ApiOperation operation)
        where TBuilder : IEndpointConventionBuilder =>
        operation.IsStream || operation.Answers.Any(answer => Secrets.AreIn(answer.Shape))
            ? endpoint.WithMetadata(operation, new NotCompressed())
            : endpoint.WithMetadata(operation);
}
