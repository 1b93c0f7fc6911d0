using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Layercake.Rest.Tests.ApiPage;

/// <summary>The doc comments of the client as the compiler has written them out, in Markdown.</summary>
internal sealed partial class DocComments
{
    private readonly Dictionary<string, XElement> members = XDocument
        .Load(Path.ChangeExtension(typeof(WorkspaceClient).Assembly.Location, ".xml"))
        .Descendants("member")
        .ToDictionary(member => (string)member.Attribute("name")!, StringComparer.Ordinal);

    public string Of(Type type) => Sentences(Find($"T:{type.FullName}"), "summary", "remarks");

    /// <summary>What a method promises: its summary, what its parameters are, and what it gives.</summary>
    public string Of(MethodInfo method)
    {
        var comment = Find(Id(method));
        var parts = ApiMethods
            .Parameters(method)
            .Select(parameter => (parameter.Name, Text: Parameter(comment, parameter.Name!)))
            .Where(parameter => parameter.Text.Length > 0)
            .Select(parameter => $"`{parameter.Name}`: {parameter.Text}")
            .Prepend(Sentences(comment, "summary", "remarks"));
        if (Text(comment, "returns") is { Length: > 0 } given)
            parts = parts.Append($"Gives: {given}");

        return string.Join(' ', parts.Where(part => part.Length > 0)).Replace("|", "\\|", StringComparison.Ordinal);
    }

    private string Sentences(XElement? comment, params string[] names) =>
        string.Join(' ', names.Select(name => Text(comment, name)).Where(text => text.Length > 0));

    private string Text(XElement? comment, string name) =>
        comment?.Element(name) is { } element ? Markdown(element)
        : Inherited(comment) is { } other ? Text(other, name)
        : "";

    private string Parameter(XElement? comment, string name) =>
        comment?.Elements("param").FirstOrDefault(param => (string?)param.Attribute("name") == name) is { } element ? Markdown(element)
        : Inherited(comment) is { } other ? Parameter(other, name)
        : "";

    private XElement? Inherited(XElement? comment) =>
        (string?)comment?.Element("inheritdoc")?.Attribute("cref") is { } id ? Find(id) : null;

    private XElement? Find(string id) => members.GetValueOrDefault(id);

    private static string Markdown(XElement element) =>
        Blanks()
            .Replace(
                string.Concat(
                    element
                        .Nodes()
                        .Select(node =>
                            node switch
                            {
                                XElement { Name.LocalName: "see" } see => $"`{Last((string)see.Attribute("cref")!)}`",
                                XElement { Name.LocalName: "paramref" } name => $"`{(string?)name.Attribute("name")}`",
                                XElement code => $"`{code.Value}`",
                                XText text => text.Value,
                                _ => "",
                            }
                        )
                ),
                " "
            )
            .Trim();

    private static string Last(string cref) => cref.Split('(')[0].Split('.', ':')[^1];

    private static string Id(MethodInfo method) =>
        $"M:{method.DeclaringType!.FullName}.{method.Name}"
        + $"({string.Join(',', method.GetParameters().Select(parameter => Name(parameter.ParameterType)))})";

    private static string Name(Type type) =>
        type.IsArray ? $"{Name(type.GetElementType()!)}[]"
        : type.IsGenericType
            ? $"{type.Namespace}.{type.Name.Split('`')[0]}{{{string.Join(',', type.GetGenericArguments().Select(Name))}}}"
        : type.FullName!;

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}
