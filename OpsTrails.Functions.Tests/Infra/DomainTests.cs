using System.Text.Json;
using OpsTrails.Functions.Tests.Fixtures;

namespace OpsTrails.Functions.Tests.Infra;

/// <summary>
/// A host name of one's own. Broke once: certificates were those of the resource group, which Flex Consumption does not take, and each
/// deployment bound the name without a certificate for a while.
/// </summary>
[Layer(Layer.Process)]
public sealed class DomainTests
{
    private const string Binding = "Microsoft.Web/sites/hostNameBindings";
    private const string Certificate = "Microsoft.Web/sites/certificates";

    private static readonly (string, string) Domain = ("OPSTRAILS_CUSTOM_DOMAIN", "ops.example.com");

    [Fact]
    public void Every_app_gets_the_switch_that_no_later_deployment_can_set() =>
        Assert.True(Template.Least.Properties("Microsoft.Web/sites").GetProperty("siteScopedCertificatesEnabled").GetBoolean());

    [Fact]
    public void The_first_time_the_name_is_bound_then_certified_then_bound_with_the_certificate()
    {
        var template = Template.Everything;

        var bindings = template.All(Binding);
        Assert.Equal([null, "SniEnabled"], bindings.Select(StateOf));
        Assert.Equal("ops.example.com", template.Properties(Certificate).GetProperty("canonicalName").GetString());
        Assert.Contains(
            "/certificates/ops-example-com",
            bindings[1].GetProperty("properties").GetProperty("thumbprint").GetString(),
            StringComparison.Ordinal
        );
        Assert.Equal("ops.example.com", BoundDomain(template));
    }

    [Fact]
    public async Task Later_the_name_is_never_without_a_certificate()
    {
        var template = await Bicep.PredictedAsync(Domain, ("OPSTRAILS_BOUND_DOMAIN", "OPS.example.com"));

        Assert.Equal(["SniEnabled"], template.All(Binding).Select(StateOf));
        Assert.Single(template.All(Certificate));
        Assert.Equal("ops.example.com", BoundDomain(template));
    }

    [Fact]
    public async Task A_new_name_begins_anew()
    {
        var template = await Bicep.PredictedAsync(Domain, ("OPSTRAILS_BOUND_DOMAIN", "old.example.com"));

        Assert.Equal([null, "SniEnabled"], template.All(Binding).Select(StateOf));
    }

    [Fact]
    public async Task A_certificate_of_ones_own_is_bound_at_once()
    {
        var template = await Bicep.PredictedAsync(Domain, ("OPSTRAILS_CERTIFICATE_THUMBPRINT", "0123456789ABCDEF"));

        var binding = Assert.Single(template.All(Binding)).GetProperty("properties");
        Assert.Equal(
            ("SniEnabled", "0123456789ABCDEF"),
            (binding.GetProperty("sslState").GetString(), binding.GetProperty("thumbprint").GetString())
        );
        Assert.Empty(template.All(Certificate));
        Assert.Equal("", BoundDomain(template));
    }

    private static string? BoundDomain(Template template) => template.Outputs.GetProperty("OPSTRAILS_BOUND_DOMAIN").GetString();

    private static string? StateOf(JsonElement binding) =>
        binding.GetProperty("properties").TryGetProperty("sslState", out var state) ? state.GetString() : null;
}
