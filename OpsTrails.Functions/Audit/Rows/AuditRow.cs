using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using OpsTrails.Core.Audit;
using OpsTrails.Functions.Platform;
using OpsTrails.Storage;

namespace OpsTrails.Functions.Audit.Rows;

/// <summary>
/// An audit entry. It shares a partition with the rows that it is about, so that one transaction writes both.
/// </summary>
internal static class AuditRow
{
    public const string Prefix = "a";

    private const int TickDigits = 19;
    private const int NonceDigits = 16;

    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The write that adds an entry to a transaction. Retries of the transaction may reuse it.</summary>
    /// <param name="partition">The partition of the rows that it is about.</param>
    /// <param name="entry">The entry.</param>
    /// <param name="cause">Gives the entry the same key each time it is written. Null for a random key.</param>
    public static Write Keep(string partition, AuditEntry entry, string? cause = null)
    {
        var nonce = cause is null
            ? RandomNumberGenerator.GetBytes(NonceDigits / 2)
            : SHA256.HashData(Encoding.UTF8.GetBytes(cause)).AsSpan(0, NonceDigits / 2).ToArray();
        var id = KeyText.Join(KeyText.NewestFirst(entry.At.Ticks), Convert.ToHexStringLower(nonce));
        return Storage.Write.Upsert(
            new Row(partition, KeyText.Join(Prefix, id))
            {
                ["At"] = entry.At.Ticks,
                ["By"] = entry.By,
                ["Action"] = entry.Action,
                ["Target"] = entry.Target,
                ["Details"] = entry.Details.ToJsonString(Plain),
            }
        );
    }

    /// <summary>Entries of a partition, newest first.</summary>
    /// <param name="partition">The partition.</param>
    /// <param name="afterId">Only entries older than this one; null for all.</param>
    public static RowRange RangeOf(string partition, string? afterId)
    {
        var range = RowRange.WithPrefix(partition, Prefix);
        return afterId is null ? range : range with { RowFrom = null, RowAfter = KeyText.Join(Prefix, afterId) };
    }

    /// <summary>Identifies the entry within its organization. Ids in ascending order are entries newest first.</summary>
    public static string IdOf(Row row) => row.Key.Row[(Prefix.Length + 1)..];

    /// <summary>Whether the text has the form of an id.</summary>
    public static bool IsId(string text) =>
        text.Length == TickDigits + 1 + NonceDigits
        && text[TickDigits] == '~'
        && text.Take(TickDigits).All(char.IsAsciiDigit)
        && text.Skip(TickDigits + 1).All(char.IsAsciiHexDigitLower);

    public static AuditEntry Read(Row row) =>
        new(
            row.RequiredTime("At"),
            row.RequiredText("By"),
            row.RequiredText("Action"),
            row.Text("Target"),
            JsonNode.Parse(row.RequiredText("Details"))!.AsObject()
        );
}
