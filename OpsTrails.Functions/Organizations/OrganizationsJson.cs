using System.Text.Json.Serialization;
using OpsTrails.Functions.Http;

namespace OpsTrails.Functions.Organizations;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(RevisedAnswer<SettingsShape>))]
[JsonSerializable(typeof(Answer<ContextAnswer>))]
[JsonSerializable(typeof(ListAnswer<RevisionAnswer>))]
internal sealed partial class OrganizationsJson : JsonSerializerContext;
