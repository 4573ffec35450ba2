using System.Buffers;
using System.Text.Json;
using OpsTrails.Core.Input;

namespace OpsTrails.Core.SavedFilters;

/// <summary>The saved filters of an organization. They are stored in one row.</summary>
public sealed class SavedFilterList
{
    public const int MaxCount = 100;

    private SavedFilterList(IEnumerable<SavedFilter> filters) =>
        All = [
            .. filters.OrderBy(filter => filter.Name, StringComparer.OrdinalIgnoreCase).ThenBy(filter => filter.Id, StringComparer.Ordinal),
        ];

    public static SavedFilterList None { get; } = new([]);

    /// <summary>Ordered by name.</summary>
    public IReadOnlyList<SavedFilter> All { get; }

    public SavedFilter? Find(string id) => All.FirstOrDefault(filter => filter.Id == id);

    /// <returns>The list with the filter added, or why it can't be added.</returns>
    public (SavedFilterList? With, string? Refusal) Add(SavedFilter added)
    {
        if (All.FirstOrDefault(filter => filter.Name.Equals(added.Name, StringComparison.OrdinalIgnoreCase)) is { } same)
            return (
                null,
                $"A filter named {ValidationErrors.Quote(same.Name)} already exists. Choose another name, or delete that one first."
            );
        return All.Count >= MaxCount
            ? (null, $"An organization can have at most {MaxCount} saved filters. Delete one that you no longer need.")
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
            writer.WriteNumber("createdAt", filter.CreatedAt.Ticks);
            writer.WriteString("createdBy", filter.CreatedBy);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
        writer.Flush();
        return json.WrittenSpan.ToArray();
    }

    /// <param name="json">The output of <see cref="ToJson"/>. Empty for no filters.</param>
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
                    new Timestamp(filter.GetProperty("createdAt").GetInt64()),
                    filter.GetProperty("createdBy").GetString()!
                ))
        );
    }
}
