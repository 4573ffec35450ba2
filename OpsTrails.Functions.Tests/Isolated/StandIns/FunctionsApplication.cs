namespace Microsoft.Azure.Functions.Worker.Builder;

// As in Microsoft.Azure.Functions.Worker 2.52 and .Extensions.Http.AspNetCore 2.1. Nothing here speaks to a host.

public static class FunctionsApplication
{
    public static FunctionsApplicationBuilder CreateBuilder(string[] args) => new(Host.CreateApplicationBuilder(args));
}

public sealed class FunctionsApplicationBuilder
{
    private readonly HostApplicationBuilder _builder;

    internal FunctionsApplicationBuilder(HostApplicationBuilder builder) => _builder = builder;

    public IServiceCollection Services => _builder.Services;

    public IHost Build() => _builder.Build();
}

public static class FunctionsApplicationBuilderAspNetCoreExtensions
{
    public static FunctionsApplicationBuilder ConfigureFunctionsWebApplication(this FunctionsApplicationBuilder builder) => builder;
}
