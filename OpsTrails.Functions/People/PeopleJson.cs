using System.Text.Json.Serialization;
using OpsTrails.Functions.Http;

namespace OpsTrails.Functions.People;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Answer<SignInLinkAnswer>))]
[JsonSerializable(typeof(Answer<SessionAnswer>))]
[JsonSerializable(typeof(Answer<SignedOutAnswer>))]
[JsonSerializable(typeof(Answer<SignInWaysAnswer>))]
[JsonSerializable(typeof(Answer<SignInLocationAnswer>))]
[JsonSerializable(typeof(Answer<TeamPersonAnswer>))]
[JsonSerializable(typeof(ListAnswer<TeamPersonAnswer>))]
[JsonSerializable(typeof(Answer<InvitationAnswer>))]
[JsonSerializable(typeof(Answer<MadeInvitationAnswer>))]
[JsonSerializable(typeof(Answer<InspectedInvitationAnswer>))]
[JsonSerializable(typeof(ListAnswer<InvitationAnswer>))]
internal sealed partial class PeopleJson : JsonSerializerContext;
