using System.ComponentModel;

namespace OpsTrails.Functions.Events;

internal sealed record AllowedMethodsAnswer([property: Description("The methods of this endpoint.")] IReadOnlyList<string> Allow);
