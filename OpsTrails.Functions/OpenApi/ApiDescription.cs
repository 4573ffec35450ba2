using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.OpenApi;
using OpsTrails.Functions.Http;
using OpsTrails.Functions.Limits;
using OpsTrails.Functions.Platform;
using Scalar.AspNetCore;

namespace OpsTrails.Functions.OpenApi;

/// <summary>Serves the OpenAPI document at <c>/openapi/v1.json</c>, and a page to read it at <c>/docs/api</c>.</summary>
internal static class ApiDescription
{
    private const string KeyScheme = "apiKey";
    private const string CookieScheme = "session";
    private const string Page = "/docs/api";

    private const string PagePolicy =
        "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
        + "font-src 'self' data:; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

    private const string About = """
        Record what your team changes, and ask what changed. Every answer is JSON in an envelope. To get problem details
        (RFC 9457) for errors, send `Accept: application/problem+json`.

        Send an `id` of your own with every event. After a 5xx or a timeout the event may have been recorded, and only your own `id` makes a
        retry safe.
        """;

    /// <summary>The errors that every operation may return.</summary>
    private static readonly int[] CommonErrors = [400, 401, 403, 429, 500, 503];

    public static void AddApiDescription(this IServiceCollection services)
    {
        // Describe a number as a number only, not also as text that could be read as one.
        services.ConfigureHttpJsonOptions(json => json.SerializerOptions.NumberHandling = JsonNumberHandling.Strict);
        services.AddOpenApi(ApiDocument.Name, Configure);
        services.AddSingleton<ApiDocument>();
    }

    /// <summary>
    /// The page's script comes from this program. Features that call other hosts are off, and this policy makes the browser refuse them.
    /// </summary>
    public static void UseApiDescriptionPolicy(this IApplicationBuilder app) =>
        app.UseWhen(
            context => context.Request.Path.StartsWithSegments(Page),
            page =>
                page.Use(
                    (context, next) =>
                    {
                        context.Response.Headers.ContentSecurityPolicy = PagePolicy;
                        return next(context);
                    }
                )
        );

    public static void MapApiDescription(this IEndpointRouteBuilder app)
    {
        app.MapGet("/openapi/v1.json", (HttpContext context, ApiDocument document) => document.WriteAsync(context))
            .ExcludeFromDescription()
            .AllowAnonymous()
            .WithMetadata(new NotCompressed(), new CostsWithoutKey());
        app.MapScalarApiReference(
                Page,
                page =>
                    page.WithTitle("OpsTrails API")
                        .WithOpenApiRoutePattern("/openapi/{documentName}.json")
                        .DisableDefaultFonts()
                        .DisableTelemetry()
                        .DisableAgent()
                        .DisableMcp()
                        .HideDeveloperTools()
                        .HideClientButton()
            )
            .AllowAnonymous()
            .WithMetadata(new NotCompressed(), new CostsWithoutKey());
    }

    private static void Configure(OpenApiOptions options)
    {
        options.OpenApiVersion = ApiDocument.SpecVersion;
        options.ShouldInclude = endpoint => endpoint.RelativePath?.StartsWith("api/v1/", StringComparison.Ordinal) == true;
        options.AddDocumentTransformer(
            (document, _, _) =>
            {
                document.Info = new OpenApiInfo
                {
                    Title = "OpsTrails",
                    Version = ProgramVersion.Text,
                    Description = About,
                };
                document.Servers = [];
                document.Components ??= new OpenApiComponents();
                document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
                {
                    [KeyScheme] = new OpenApiSecurityScheme
                    {
                        Type = SecuritySchemeType.Http,
                        Scheme = "bearer",
                        Description = "An API key, `ot_…`. To manage keys and create sign-in links, the setup token works too.",
                    },
                    [CookieScheme] = new OpenApiSecurityScheme
                    {
                        Type = SecuritySchemeType.ApiKey,
                        In = ParameterLocation.Cookie,
                        Name = "__Host-opstrails",
                        Description =
                            "The cookie of a session; `opstrails` over plain http. Changes also need the header `X-OpsTrails-Antiforgery`.",
                    },
                };
                // The framework would propose class names.
                document.Tags = new HashSet<OpenApiTag>(
                    (
                        (string[])["Events", "Timeline", "Grid", "Incidents", "Organization", "Keys", "People", "Sessions", "Event Grid"]
                    ).Select(area => new OpenApiTag { Name = area })
                );
                document.Security = [Requirement(KeyScheme), Requirement(CookieScheme)];
                return Task.CompletedTask;

                OpenApiSecurityRequirement Requirement(string scheme) =>
                    new() { [new OpenApiSecuritySchemeReference(scheme, document)] = [] };
            }
        );
        options.AddOperationTransformer(DescribeAsync);
        options.AddSchemaTransformer(
            async (schema, context, cancel) =>
            {
                if (context.JsonTypeInfo.Type == typeof(StoredEvent))
                {
                    ApiComponents.Copy(await context.GetOrCreateSchemaAsync(typeof(EventShape), null, cancel), schema);
                    return;
                }

                if (context.JsonTypeInfo.ElementType == typeof(StoredEvent))
                    schema.Items = await context.GetOrCreateSchemaAsync(typeof(EventShape), null, cancel);
                if (context.JsonPropertyInfo is { IsGetNullable: true } member && schema.Type is { } type)
                {
                    var isNeverNull = ApiComponents.IsOptional(member) && Nullable.GetUnderlyingType(member.PropertyType) is not null;
                    schema.Type = isNeverNull ? type & ~JsonSchemaType.Null : type | JsonSchemaType.Null;
                }
                schema.Required?.ExceptWith(context.JsonTypeInfo.Properties.Where(ApiComponents.IsOptional).Select(member => member.Name));

                // Only a shape with extension data accepts members of any name.
                if (context.JsonTypeInfo.Properties.Any(property => property.IsExtensionData))
                    schema.AdditionalProperties = new OpenApiSchema();
                ApiComponents.Mark(schema, context.JsonTypeInfo);
            }
        );
    }

    private static async Task DescribeAsync(
        OpenApiOperation operation,
        OpenApiOperationTransformerContext context,
        CancellationToken cancel
    )
    {
        var described =
            context.Description.ActionDescriptor.EndpointMetadata.OfType<ApiOperation>().SingleOrDefault()
            ?? throw new InvalidOperationException($"{context.Description.RelativePath} has no description.");
        operation.OperationId = described.Name;
        operation.Tags = new HashSet<OpenApiTagReference> { new(described.Area, context.Document) };
        operation.Summary = described.Summary;
        operation.Description = described.Description;
        if (context.Description.ActionDescriptor.EndpointMetadata.OfType<IAllowAnonymous>().Any())
            operation.Security = [];
        operation.Parameters = [.. described.Parameters.Select(parameter => Parameter(parameter, context.Document!))];
        operation.RequestBody = described.Body is null ? null : await BodyAsync(described.Body, context, cancel);
        if (described.NeedsNoKey)
            operation.Security = [];
        operation.Responses = [];
        foreach (var answer in described.Answers)
        {
            var content = await ContentAsync(answer.Shape, answer.Example, context, cancel);
            operation.Responses[Text(answer.Status)] = new OpenApiResponse
            {
                Description = answer.Description,
                Content = new Dictionary<string, OpenApiMediaType> { [answer.MediaType] = content },
            };
        }
        foreach (var status in CommonErrors.Concat(described.Errors).Distinct().Order())
            operation.Responses[Text(status)] = await ErrorAsync(status, context, cancel);
    }

    private static IOpenApiParameter Parameter(ApiParameter parameter, OpenApiDocument document)
    {
        if (parameter.Component is not { } name)
            return Parameter(parameter);
        if (document.Components?.Parameters?.ContainsKey(name) != true)
            document.AddComponent(name, Parameter(parameter));
        return new OpenApiParameterReference(name, document);
    }

    private static OpenApiParameter Parameter(ApiParameter parameter)
    {
        var schema = new OpenApiSchema { Type = JsonSchemaType.String, Enum = parameter.Values?.Select(value => (JsonNode)value).ToList() };
        return new OpenApiParameter
        {
            Name = parameter.Name,
            In = parameter.Place switch
            {
                ParameterPlace.Path => ParameterLocation.Path,
                ParameterPlace.Header => ParameterLocation.Header,
                _ => ParameterLocation.Query,
            },
            Required = parameter.IsRequired || parameter.Place == ParameterPlace.Path,
            Description = parameter.Description,
            Schema = parameter.IsRepeatable ? new OpenApiSchema { Type = JsonSchemaType.Array, Items = schema } : schema,
            Example =
                parameter.Example is null ? null
                : parameter.IsRepeatable ? new JsonArray(parameter.Example)
                : parameter.Example,
        };
    }

    private static async Task<OpenApiRequestBody> BodyAsync(
        ApiBody body,
        OpenApiOperationTransformerContext context,
        CancellationToken cancel
    )
    {
        var contents = new Dictionary<string, OpenApiMediaType>();
        foreach (var (mediaType, shape, example) in body.Contents)
            contents[mediaType] = await ContentAsync(shape, example, context, cancel);
        return new OpenApiRequestBody
        {
            Required = true,
            Description = body.Description,
            Content = contents,
        };
    }

    /// <summary>All operations share their error responses: one component per status, named by its reason phrase.</summary>
    private static async Task<IOpenApiResponse> ErrorAsync(int status, OpenApiOperationTransformerContext context, CancellationToken cancel)
    {
        var (title, error) = (ReasonPhrases.GetReasonPhrase(status), ApiError.ForStatus(status));
        var name = title.Replace(" ", "", StringComparison.Ordinal);
        var envelope = $$"""{"success":false,"error":"{{error.Message}}","code":"{{error.Code}}"}""";
        var problem =
            $$"""{"type":"about:blank","title":"{{title}}","status":{{status}},"detail":"{{error.Message}}","code":"{{error.Code}}"}""";
        if (context.Document!.Components?.Responses?.ContainsKey(name) != true)
        {
            context.Document.AddComponent(
                name,
                new OpenApiResponse
                {
                    Description = $"{title}: `{error.Code}`",
                    Content = new Dictionary<string, OpenApiMediaType>
                    {
                        ["application/json"] = await ContentAsync(typeof(ErrorAnswer), envelope, context, cancel),
                        ["application/problem+json"] = await ContentAsync(typeof(ProblemDetailsAnswer), problem, context, cancel),
                    },
                }
            );
        }
        return new OpenApiResponseReference(name, context.Document);
    }

    private static async Task<OpenApiMediaType> ContentAsync(
        Type shape,
        string example,
        OpenApiOperationTransformerContext context,
        CancellationToken cancel
    )
    {
        if (shape == typeof(string))
            return new OpenApiMediaType
            {
                Schema = new OpenApiSchema { Type = JsonSchemaType.String },
                Example = example,
            };
        var schema = context.Document!.Share(shape, await context.GetOrCreateSchemaAsync(shape, null, cancel));
        return new OpenApiMediaType { Schema = schema, Example = JsonNode.Parse(example) };
    }

    private static string Text(int status) => status.ToString(CultureInfo.InvariantCulture);
}
