using System.ComponentModel;
using OpsTrails.Functions.Http;
using OpsTrails.Functions.Platform;

namespace OpsTrails.Functions.People;

internal sealed record SignInWaysAnswer(SignInProviderAnswer? Provider)
{
    public static SignInWaysAnswer Of(SignInOptions options) => new(options.IsConfigured ? new SignInProviderAnswer(options.Name) : null);
}

internal sealed record SignInProviderAnswer([property: Description("The name on the sign-in button.")] string Name);

internal sealed record SignInLocationAnswer([property: Secret] string Location);
