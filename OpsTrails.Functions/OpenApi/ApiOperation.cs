namespace OpsTrails.Functions.OpenApi;

/// <summary>What the API description says of an endpoint. Every endpoint of the API has one; a test walks them all.</summary>
/// <param name="Name">The operation's id, unique.</param>
/// <param name="Area">The heading it stands under.</param>
/// <param name="Summary">A few words.</param>
/// <param name="Description">Sentences, in Markdown.</param>
internal sealed record ApiOperation(string Name, string Area, string Summary, string Description)
{
    public IReadOnlyList<ApiParameter> Parameters { get; init; } = [];

    public ApiBody? Body { get; init; }

    /// <summary>What a success looks like, by status.</summary>
    public required IReadOnlyList<ApiAnswer> Answers { get; init; }

    /// <summary>Whether anybody may do it.</summary>
    public bool NeedsNoKey { get; init; }

    /// <summary>The statuses of failures that this operation has besides those that all have.</summary>
    public IReadOnlyList<int> Errors { get; init; } = [];
}

/// <summary>A parameter in the query, the path or a header.</summary>
internal sealed record ApiParameter(string Name, string Description)
{
    /// <summary>The name of a parameter that several operations share, unique; null when only one has it.</summary>
    public string? Component { get; init; }

    public ParameterPlace Place { get; init; } = ParameterPlace.Query;

    public bool IsRequired { get; init; }

    /// <summary>May be sent several times; any of the values will do.</summary>
    public bool IsRepeatable { get; init; }

    /// <summary>The values it may have; null for any.</summary>
    public IReadOnlyList<string>? Values { get; init; }

    public string? Example { get; init; }
}

internal enum ParameterPlace
{
    Query,
    Path,
    Header,
}

/// <summary>What is sent: media types, each with the shape of its content and an example.</summary>
internal sealed record ApiBody(string Description, IReadOnlyList<(string MediaType, Type Shape, string Example)> Contents);

/// <summary>An answer: its shape and an example of it.</summary>
internal sealed record ApiAnswer(int Status, string Description, Type Shape, string Example)
{
    /// <summary>Of another type than JSON, shape and example are a text.</summary>
    public string MediaType { get; init; } = "application/json";
}

internal static class ApiOperations
{
    public static TBuilder Describe<TBuilder>(this TBuilder endpoint, ApiOperation operation)
        where TBuilder : IEndpointConventionBuilder => endpoint.WithMetadata(operation);
}
