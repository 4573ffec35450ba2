namespace OpsTrails.Functions.Http;

internal static class ProgramAddress
{
    /// <summary>The program's base address as the client sees it, without a trailing slash.</summary>
    public static string Of(HttpRequest request) => $"{request.Scheme}://{request.Host}{request.PathBase}";
}
