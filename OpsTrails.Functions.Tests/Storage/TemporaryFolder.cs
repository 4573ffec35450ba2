namespace OpsTrails.Functions.Tests.Storage;

/// <summary>A folder of its own for a test, gone afterwards.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("opstrails-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
