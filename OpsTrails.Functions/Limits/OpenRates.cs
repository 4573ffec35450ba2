using OpsTrails.Functions.Http;

namespace OpsTrails.Functions.Limits;

/// <summary>Marks an endpoint that needs no key and costs something: a large answer, or a look into the store.</summary>
internal sealed class CostsWithoutKey;

/// <summary>Limits how often an address may ask for what costs something and needs no key.</summary>
internal static class OpenRates
{
    /// <summary>Comes after routing.</summary>
    public static void UseOpenRates(this IApplicationBuilder app)
    {
        var rates = app.ApplicationServices.GetRequiredService<Rates>();
        app.Use(
            (context, next) =>
                context.GetEndpoint()?.Metadata.GetMetadata<CostsWithoutKey>() is not null
                && rates.TakeForOpen(Rates.AddressOf(context)) is { } tooMany
                    ? context.WriteErrorAsync(tooMany.ToError())
                    : next(context)
        );
    }
}
