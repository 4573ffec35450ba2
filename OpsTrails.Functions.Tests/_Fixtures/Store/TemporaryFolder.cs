namespace OpsTrails.Functions.Tests.Fixtures;

/// <summary>A new folder that is gone at the end.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("opstrails-test-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
