using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace OpsTrails.Functions.Tests.Mcp.Fixtures;

/// <summary>Resources that the conformance suite reads under these addresses.</summary>
[McpServerResourceType]
internal sealed class FixtureResources
{
    [McpServerResource(UriTemplate = "test://static-text", Name = "static-text", MimeType = "text/plain")]
    public static string Text() => "This is the content of the static text resource.";

    [McpServerResource(UriTemplate = "test://static-binary", Name = "static-binary", MimeType = "image/png")]
    public static ResourceContents Binary() => BlobResourceContents.FromBytes(FixtureBytes.Png, "test://static-binary", "image/png");

    [McpServerResource(UriTemplate = "test://template/{id}/data", Name = "template", MimeType = "application/json")]
    public static string Template(string id) => $$"""{"id":"{{id}}","templateTest":true,"data":"Data for ID: {{id}}"}""";

    [McpServerResource(UriTemplate = "test://watched-resource", Name = "watched-resource", MimeType = "text/plain")]
    public static string Watched() => "This is the content of the watched resource.";
}
