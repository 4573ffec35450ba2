using System.Diagnostics.CodeAnalysis;
using System.Text;
using Azure;
using Azure.Core;

namespace OpsTrails.Functions.Tests.Fixtures;

/// <summary>An answer that no server gave.</summary>
internal sealed class FaultResponse : Response
{
    private readonly Dictionary<string, string> _headers = new(StringComparer.OrdinalIgnoreCase);

    public FaultResponse(Request request, int status, string json)
    {
        Status = status;
        ClientRequestId = request.ClientRequestId;
        ContentStream = new MemoryStream(Encoding.UTF8.GetBytes(json));
        Set("Content-Type", "application/json;odata=minimalmetadata;charset=utf-8");
    }

    public override int Status { get; }

    public override bool IsError => Fails;

    public bool Fails { get; set; }

    public override string ReasonPhrase => "Injected";

    public override Stream? ContentStream { get; set; }

    public override string ClientRequestId { get; set; }

    public void Set(string name, string value) => _headers[name] = value;

    public override void Dispose() => ContentStream?.Dispose();

    protected override bool TryGetHeader(string name, [NotNullWhen(true)] out string? value) => _headers.TryGetValue(name, out value);

    protected override bool TryGetHeaderValues(string name, [NotNullWhen(true)] out IEnumerable<string>? values)
    {
        values = _headers.TryGetValue(name, out var value) ? [value] : null;
        return values is not null;
    }

    protected override bool ContainsHeader(string name) => _headers.ContainsKey(name);

    protected override IEnumerable<HttpHeader> EnumerateHeaders() => _headers.Select(header => new HttpHeader(header.Key, header.Value));
}
