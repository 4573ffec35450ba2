namespace OpsTrails.Functions.Http;

internal static class QueryParameters
{
    public static IEnumerable<(string Name, IReadOnlyList<string> Values)> Of(HttpRequest request) =>
        request.Query.Select(parameter => (parameter.Key, (IReadOnlyList<string>)[.. parameter.Value.Select(value => value ?? "")]));
}
