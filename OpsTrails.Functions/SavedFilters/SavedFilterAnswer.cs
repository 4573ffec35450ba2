using System.Text.Json.Serialization;
using OpsTrails.Core.SavedFilters;
using OpsTrails.Functions.Http;

namespace OpsTrails.Functions.SavedFilters;

internal sealed record SavedFilterAnswer(string Id, string Name, string Query, string? Range, string CreatedAt, string CreatedBy)
{
    public static SavedFilterAnswer Of(SavedFilter filter) =>
        new(filter.Id, filter.Name, filter.Query, filter.Range, filter.CreatedAt.ToString(), filter.CreatedBy);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Answer<SavedFilterAnswer>))]
[JsonSerializable(typeof(ListAnswer<SavedFilterAnswer>))]
internal sealed partial class SavedFiltersJson : JsonSerializerContext;
