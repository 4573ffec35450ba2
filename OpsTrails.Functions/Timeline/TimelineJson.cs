using System.Text.Json.Serialization;
using OpsTrails.Functions.Http;

namespace OpsTrails.Functions.Timeline;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Answer<SummaryAnswer>))]
[JsonSerializable(typeof(EventPageAnswer))]
internal sealed partial class TimelineJson : JsonSerializerContext;
