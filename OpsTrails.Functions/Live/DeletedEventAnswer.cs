using OpsTrails.Core.Events;
using OpsTrails.Core.Input;
using OpsTrails.Functions.Http;

namespace OpsTrails.Functions.Live;

/// <summary>A deletion as streams and long polls send it.</summary>
internal sealed record DeletedEventAnswer(
    string Id,
    string Source,
    string Type,
    string? Subject,
    string? Severity,
    string? Version,
    string DeletedAt
)
{
    public static DeletedEventAnswer Of(DeletedEvent e) =>
        new(e.Id, e.Source, e.Type, e.Subject, e.Severity, e.Version, e.DeletedAt.ToString());

    /// <summary>The JSON on one line.</summary>
    public static ReadOnlyMemory<byte> Write(DeletedEvent e) => JsonAnswers.Serialize(Of(e), LiveJson.Default.DeletedEventAnswer);
}

/// <summary>Events were removed without a deletion of their own.</summary>
internal sealed record ResetAnswer(string At)
{
    /// <summary>The JSON on one line.</summary>
    public static ReadOnlyMemory<byte> Write(Timestamp at) =>
        JsonAnswers.Serialize(new ResetAnswer(at.ToString()), LiveJson.Default.ResetAnswer);
}
