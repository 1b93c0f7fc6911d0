using System.Text.Json;

namespace Layercake.Engine.Kinds.Notebooks;

/// <summary>What a value of a Jupyter notebook has to be.</summary>
/// <remarks>
/// No more of it than every notebook has, since the service may take what the format does not allow:
/// https://nbformat.readthedocs.io/en/latest/format_description.html
/// </remarks>
/// <param name="expected">With its article.</param>
internal sealed class JupyterNode(string expected, params JsonTokenType[] tokens)
{
    private static readonly JupyterNode Text = new("a text", JsonTokenType.String);

    private static readonly JupyterNode Number = new("a number", JsonTokenType.Number);

    private static readonly JupyterNode Anything = Object([]);

    public static JupyterNode CellType { get; } = new("a text", JsonTokenType.String);

    public static JupyterNode Line { get; } = new("a text", JsonTokenType.String);

    public static JupyterNode Source { get; } =
        new("a text or a list of lines", JsonTokenType.String, JsonTokenType.StartArray) { Item = Line };

    public static JupyterNode Cell { get; } =
        Object(
            new()
            {
                ["cell_type"] = CellType,
                ["source"] = Source,
                ["metadata"] = Anything,
                ["outputs"] = ListOf(Anything),
            },
            "cell_type",
            "source"
        );

    public static JupyterNode Notebook { get; } =
        Object(
            new()
            {
                ["nbformat"] = Number,
                ["nbformat_minor"] = Number,
                ["metadata"] = Object(
                    new()
                    {
                        ["language_info"] = Object(new() { ["name"] = Text }),
                        ["kernelspec"] = Object(new() { ["name"] = Text, ["language"] = Text }),
                    }
                ),
                ["cells"] = ListOf(Cell),
            },
            "nbformat",
            "cells"
        );

    public string Expected => expected;

    public IReadOnlyList<JsonTokenType> Tokens => tokens;

    /// <summary>The fields of an object that are looked at.</summary>
    public IReadOnlyDictionary<string, JupyterNode> Fields { get; init; } = new Dictionary<string, JupyterNode>();

    /// <summary>The fields that the object must have.</summary>
    public IReadOnlyList<string> Required { get; init; } = [];

    /// <summary>What each entry of a list has to be; null where they are not looked at.</summary>
    public JupyterNode? Item { get; init; }

    private static JupyterNode Object(Dictionary<string, JupyterNode> fields, params string[] required) =>
        new("an object", JsonTokenType.StartObject) { Fields = fields, Required = required };

    private static JupyterNode ListOf(JupyterNode item) => new("a list", JsonTokenType.StartArray) { Item = item };
}
