namespace OpsTrails.Functions.Http;

internal static class ProgramAddress
{
    /// <summary>Where the program is reached, as the one who asks sees it, without a slash at the end.</summary>
    public static string Of(HttpRequest request) => $"{request.Scheme}://{request.Host}{request.PathBase}";
}
