using System.ComponentModel;
using System.Reflection;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Microsoft.OpenApi;
using OpsTrails.Functions.Http;

namespace OpsTrails.Functions.OpenApi;

/// <summary>Describes each shape once in the components, under its name. Every use is a reference to it.</summary>
internal static class ApiComponents
{
    private const string TypeMark = "shape";

    private static readonly string[] Endings = ["Shape", "Answer"];

    /// <summary>Records which shape a schema describes, because the framework inlines nested shapes. Marks aren't serialized.</summary>
    public static void Mark(OpenApiSchema schema, JsonTypeInfo type)
    {
        if (type.Kind == JsonTypeInfoKind.Object && type.Type.Assembly == typeof(ApiComponents).Assembly)
            (schema.Metadata ??= new Dictionary<string, object>())[TypeMark] = type.Type;
    }

    /// <summary>Copies the schema of <see cref="EventShape"/>: in answers, a stored event is only bytes.</summary>
    public static void Copy(OpenApiSchema described, OpenApiSchema schema)
    {
        schema.Type = described.Type;
        schema.Description = described.Description;
        schema.Properties = described.Properties;
        schema.AdditionalProperties = described.AdditionalProperties;
        schema.Required = described.Required;
        schema.Metadata = described.Metadata;
    }

    /// <summary>Whether an answer leaves the member out instead of writing null.</summary>
    public static bool IsOptional(JsonPropertyInfo member) =>
        member.AttributeProvider?.IsDefined(typeof(JsonIgnoreAttribute), inherit: false) == true;

    /// <summary>Adds the schema and each shape in it to the components.</summary>
    public static IOpenApiSchema Share(this OpenApiDocument document, Type shape, OpenApiSchema schema)
    {
        var name = NameOf(shape);
        if (document.Components?.Schemas?.ContainsKey(name) != true)
        {
            ShareNested(document, schema);
            document.AddComponent(name, schema);
        }
        return new OpenApiSchemaReference(name, document);
    }

    private static void ShareNested(OpenApiDocument document, OpenApiSchema schema)
    {
        foreach (var (member, described) in schema.Properties?.ToList() ?? [])
            schema.Properties![member] = Shared(document, described);
        if (schema.Items is { } items)
            schema.Items = Shared(document, items);
    }

    private static IOpenApiSchema Shared(OpenApiDocument document, IOpenApiSchema described)
    {
        if (described is not OpenApiSchema schema)
            return described;
        if (schema.Metadata?.TryGetValue(TypeMark, out var mark) != true || mark is not Type shape)
        {
            ShareNested(document, schema);
            return schema;
        }

        // Null and a member's description belong to the place of use. The rest belongs to the shape.
        var isNullable = schema.Type?.HasFlag(JsonSchemaType.Null) == true;
        schema.Type &= ~JsonSchemaType.Null;
        var ofShape = shape.GetCustomAttribute<DescriptionAttribute>()?.Description;
        var ofMember = schema.Description == ofShape ? null : schema.Description;
        schema.Description = ofShape;
        var reference = document.Share(shape, schema);
        if (isNullable)
            return new OpenApiSchema { OneOf = [new OpenApiSchema { Type = JsonSchemaType.Null }, reference], Description = ofMember };
        if (ofMember is not null)
            reference.Description = ofMember;
        return reference;
    }

    /// <summary>
    /// Names the component: <c>KeyAnswer</c> is Key, <c>Answer&lt;KeyAnswer&gt;</c> KeyAnswer, <c>ListAnswer&lt;KeyAnswer&gt;</c>
    /// KeyListAnswer and <c>EventShape[]</c> EventList.
    /// </summary>
    private static string NameOf(Type shape)
    {
        if (shape.IsArray)
            return NameOf(shape.GetElementType()!) + "List";
        if (shape.IsGenericType)
        {
            var suffix = shape.GetGenericTypeDefinition() == typeof(ListAnswer<>) ? "ListAnswer" : "Answer";
            return NameOf(shape.GetGenericArguments()[0]) + suffix;
        }

        var ending = Endings.FirstOrDefault(ending => shape.Name.EndsWith(ending, StringComparison.Ordinal)) ?? "";
        return shape.Name[..^ending.Length];
    }
}
