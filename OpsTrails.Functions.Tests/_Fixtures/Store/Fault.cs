using Azure.Core;

namespace OpsTrails.Functions.Tests.Fixtures;

/// <summary>Something that Azure Tables, or the way to it, does now and then, and the emulator never.</summary>
internal sealed record Fault(FaultKind Kind, int Status = 0, string Code = "")
{
    /// <summary>The request is done, its answer is lost: the client sends it again.</summary>
    public static Fault AnswerLost { get; } = new(FaultKind.AnswerLost);

    /// <summary>The request never arrives.</summary>
    public static Fault RequestLost { get; } = new(FaultKind.RequestLost);

    /// <summary>The request arrives and nothing comes back until the caller gives up.</summary>
    public static Fault Silence { get; } = new(FaultKind.Silence);

    /// <summary>A query is answered with no rows and a token to go on with.</summary>
    public static Fault EmptyPage { get; } = new(FaultKind.EmptyPage);

    public static Fault ServerError { get; } = Answer(500, "InternalError");

    public static Fault ServerBusy { get; } = Answer(503, "ServerBusy");

    public static Fault Throttled { get; } = Answer(429, "TooManyRequests");

    public static Fault Forbidden { get; } = Answer(403, "AuthorizationFailure");

    public static Fault TableNotFound { get; } = Answer(404, "TableNotFound");

    public static Fault TableBeingDeleted { get; } = Answer(409, "TableBeingDeleted");

    /// <summary>The request is answered with an error and not done.</summary>
    public static Fault Answer(int status, string code) => new(FaultKind.Error, status, code);

    public bool AppliesTo(Request request)
    {
        var path = request.Uri.Path;
        var query = request.Method == RequestMethod.Get && path.EndsWith("()", StringComparison.Ordinal);
        var aboutTables = path.EndsWith("/Tables", StringComparison.Ordinal);
        return Kind == FaultKind.EmptyPage ? query : Code != "TableNotFound" || !aboutTables;
    }
}

internal enum FaultKind
{
    AnswerLost,
    RequestLost,
    Silence,
    EmptyPage,
    Error,
}
