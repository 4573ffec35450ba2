using System.Buffers;
using System.Text.Json;
using OpsTrails.Core.Input;

namespace OpsTrails.Core.SavedFilters;

/// <summary>The saved filters of an organization: few enough to be kept, decided about and shown as one.</summary>
public sealed class SavedFilterList
{
    public const int Most = 100;

    private SavedFilterList(IEnumerable<SavedFilter> filters) =>
        All = [
            .. filters.OrderBy(filter => filter.Name, StringComparer.OrdinalIgnoreCase).ThenBy(filter => filter.Id, StringComparer.Ordinal),
        ];

    public static SavedFilterList None { get; } = new([]);

    /// <summary>By name.</summary>
    public IReadOnlyList<SavedFilter> All { get; }

    public SavedFilter? Find(string id) => All.FirstOrDefault(filter => filter.Id == id);

    /// <returns>With one more, or the sentence that says why not.</returns>
    public (SavedFilterList? With, string? Refusal) Add(SavedFilter added)
    {
        if (All.FirstOrDefault(filter => filter.Name.Equals(added.Name, StringComparison.OrdinalIgnoreCase)) is { } same)
            return (
                null,
                $"There is a filter named {ValidationErrors.Quote(same.Name)} already. Choose another name, or delete that one first."
            );
        return All.Count >= Most
            ? (null, $"There are {All.Count} filters, and an organization keeps at most {Most}. Delete one that nobody needs.")
            : (new SavedFilterList([.. All, added]), null);
    }

    public SavedFilterList Without(string id) => new(All.Where(filter => filter.Id != id));

    public byte[] ToJson()
    {
        var json = new ArrayBufferWriter<byte>();
        using var writer = new Utf8JsonWriter(json, JsonText.WriterOptions);
        writer.WriteStartArray();
        foreach (var filter in All)
        {
            writer.WriteStartObject();
            writer.WriteString("id", filter.Id);
            writer.WriteString("name", filter.Name);
            writer.WriteString("query", filter.Query);
            writer.WriteString("range", filter.Range);
            writer.WriteNumber("createdAt", filter.CreatedAt);
            writer.WriteString("createdBy", filter.CreatedBy);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
        writer.Flush();
        return json.WrittenSpan.ToArray();
    }

    /// <param name="json">What <see cref="ToJson"/> gave; nothing for none.</param>
    public static SavedFilterList Read(ReadOnlyMemory<byte> json)
    {
        if (json.IsEmpty)
            return None;
        using var document = JsonDocument.Parse(json);
        return new SavedFilterList(
            document
                .RootElement.EnumerateArray()
                .Select(filter => new SavedFilter(
                    filter.GetProperty("id").GetString()!,
                    filter.GetProperty("name").GetString()!,
                    filter.GetProperty("query").GetString()!,
                    filter.GetProperty("range").GetString(),
                    filter.GetProperty("createdAt").GetInt64(),
                    filter.GetProperty("createdBy").GetString()!
                ))
        );
    }
}
