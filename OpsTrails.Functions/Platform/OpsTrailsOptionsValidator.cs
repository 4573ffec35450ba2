using Microsoft.Extensions.Options;

namespace OpsTrails.Functions.Platform;

internal sealed class OpsTrailsOptionsValidator(FunctionsHost host) : IValidateOptions<OpsTrailsOptions>
{
    public ValidateOptionsResult Validate(string? name, OpsTrailsOptions options)
    {
        var failures = options
            .Validate(host)
            .Select(invalid => $"The setting {OpsTrailsOptions.Section}:{invalid.Setting} {invalid.Problem}.")
            .ToList();
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }
}
