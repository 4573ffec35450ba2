using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using OpsTrails.Core.Audit;
using OpsTrails.Storage;

namespace OpsTrails.Functions.Audit.Rows;

/// <summary>
/// An entry in a row beside the rows that it tells of, written in one transaction with them, so that it stands or falls with what was done.
/// </summary>
internal static class AuditRow
{
    public const string Prefix = "a";

    private const int TickDigits = 19;
    private const int NonceDigits = 16;

    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The write that keeps an entry. It is for one transaction, however often that is tried.</summary>
    public static Write Keep(string partition, AuditEntry entry)
    {
        var id = KeyText.Join(KeyText.NewestFirst(entry.At), Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(NonceDigits / 2)));
        return Storage.Write.Upsert(
            new Row(partition, KeyText.Join(Prefix, id))
            {
                ["At"] = entry.At,
                ["By"] = entry.By,
                ["Action"] = entry.Action,
                ["Target"] = entry.Target,
                ["Details"] = entry.Details.ToJsonString(Plain),
            }
        );
    }

    /// <summary>Entries of a partition, newest first.</summary>
    /// <param name="partition">Where.</param>
    /// <param name="afterId">Only those behind this one; null for all.</param>
    public static RowRange RangeOf(string partition, string? afterId)
    {
        var range = RowRange.WithPrefix(partition, Prefix);
        return afterId is null ? range : range with { RowFrom = null, RowAfter = KeyText.Join(Prefix, afterId) };
    }

    /// <summary>Names the entry within its organization; in ascending order the newest comes first.</summary>
    public static string IdOf(Row row) => row.Key.Row[(Prefix.Length + 1)..];

    /// <summary>Whether a text can be an id at all.</summary>
    public static bool IsId(string text) =>
        text.Length == TickDigits + 1 + NonceDigits
        && text[TickDigits] == '~'
        && text.Take(TickDigits).All(char.IsAsciiDigit)
        && text.Skip(TickDigits + 1).All(char.IsAsciiHexDigitLower);

    public static AuditEntry Read(Row row) =>
        new(
            row.RequiredNumber("At"),
            row.RequiredText("By"),
            row.RequiredText("Action"),
            row.Text("Target"),
            JsonNode.Parse(row.RequiredText("Details"))!.AsObject()
        );
}
