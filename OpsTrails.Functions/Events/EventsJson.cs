using System.Text.Json.Serialization;
using OpsTrails.Functions.Http;

namespace OpsTrails.Functions.Events;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Answer<IReadOnlyList<BatchItemAnswer>>))]
[JsonSerializable(typeof(BatchRefusalAnswer))]
[JsonSerializable(typeof(BatchProblemAnswer))]
[JsonSerializable(typeof(Answer<AllowedMethodsAnswer>))]
[JsonSerializable(typeof(Answer<DeletionAnswer>))]
internal sealed partial class EventsJson : JsonSerializerContext;
