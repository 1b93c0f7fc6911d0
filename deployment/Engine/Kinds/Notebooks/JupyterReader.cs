using System.Text;
using System.Text.Json;
using Layercake.Engine.Declarations;

namespace Layercake.Engine.Kinds.Notebooks;

/// <summary>Reads a Jupyter notebook from its beginning to its end, and keeps of it no more than the text of one cell.</summary>
/// <param name="json">In UTF-8, without a byte order mark.</param>
internal ref struct JupyterReader(ReadOnlySpan<byte> json)
{
    /// <summary>Outputs may be nested deeply. The reader needs one bit for each level.</summary>
    private const int MostNested = 10_000;

    private const string Again = "Save the notebook again, or take it from an earlier commit.";

    private readonly ReadOnlySpan<byte> json = json;

    private readonly List<(string Text, long At)> lines = [];

    private Utf8JsonReader reader = new(json, new JsonReaderOptions { MaxDepth = MostNested });

    private string cellType = "";

    /// <exception cref="JsonProblem">The service cannot read it, or a merge left its markers in it.</exception>
    public void Check()
    {
        if (json.IndexOfAnyExcept(" \t\r\n"u8) < 0)
            throw Problem("NBK004", $"the notebook is empty. {Again}", 0);

        try
        {
            reader.Read();
            Read(JupyterNode.Notebook, "");
            reader.Read();
        }
        catch (JsonException e)
        {
            throw Problem(
                "NBK004",
                OffsetOf(e) is var at && json[at..].IndexOfAnyExcept(" \t\r\n"u8) < 0
                    ? $"the notebook ends too early, as after a save or a merge that was cut off. {Again}"
                    : $"the notebook is no JSON from here on. {Again}",
                at
            );
        }
    }

    private void Read(JupyterNode node, string path)
    {
        var at = reader.TokenStartIndex;
        if (!node.Tokens.Contains(reader.TokenType))
            throw Problem("NBK004", $"{Subject(path)} is {Words()}, and {node.Expected} is expected. {Again}", at);

        if (node == JupyterNode.CellType)
            cellType = Text();
        else if (node == JupyterNode.Line || (node == JupyterNode.Source && reader.TokenType == JsonTokenType.String))
            lines.Add((Text(), at));
        else if (reader.TokenType == JsonTokenType.StartArray)
            ReadList(node, path);
        else if (reader.TokenType == JsonTokenType.StartObject)
            ReadObject(node, path, at);
    }

    private void ReadObject(JupyterNode node, string path, long at)
    {
        if (node == JupyterNode.Cell)
            (cellType, _) = ("", lines.RemoveAll(_ => true));

        var missing = node.Required.ToList();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = Text();
            missing.Remove(name);
            reader.Read();
            if (node.Fields.TryGetValue(name, out var field))
                Read(field, path.Length == 0 ? name : $"{path}.{name}");
            else
                reader.Skip();
        }

        if (missing.Count > 0)
            throw Problem(
                "NBK004",
                $"{Subject(path)} has no {missing[0]}"
                    + (missing[0] == "cells" ? ", as notebooks have from version 4 of the format on" : "")
                    + $". {Again}",
                at
            );
        if (node == JupyterNode.Cell)
            CheckMarkers();
    }

    private void ReadList(JupyterNode node, string path)
    {
        for (var index = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray; index++)
            if (node.Item is { } item)
                Read(item, $"{path}[{index}]");
            else
                reader.Skip();
    }

    /// <summary>A tool that merges notebooks writes the markers into the text of a cell, where they are valid JSON.</summary>
    private readonly void CheckMarkers()
    {
        var text = Encoding.UTF8.GetBytes(string.Concat(lines.Select(line => line.Text)));
        if (MergeMarkers.Find(text, oneIsEnough: cellType == "code") is > 0 and var number)
            throw Problem(MergeMarkers.Code, MergeMarkers.Message, lines[Math.Min(number, lines.Count) - 1].At);
    }

    /// <summary>Half of a surrogate pair is valid JSON and no text.</summary>
    private readonly string Text()
    {
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException)
        {
            return "";
        }
    }

    private static string Subject(string path) => path.Length == 0 ? "the notebook" : path;

    private readonly string Words() =>
        reader.TokenType switch
        {
            JsonTokenType.StartObject => "an object",
            JsonTokenType.StartArray => "a list",
            JsonTokenType.String => "a text",
            JsonTokenType.Number => "a number",
            JsonTokenType.Null => "null",
            _ => "true or false",
        };

    private readonly int OffsetOf(JsonException e)
    {
        var start = 0;
        for (var line = e.LineNumber ?? 0; line > 0; line--)
            start += json[start..].IndexOf((byte)'\n') + 1;

        return (int)Math.Min(json.Length, start + (e.BytePositionInLine ?? 0));
    }

    private readonly JsonProblem Problem(string code, string message, long at)
    {
        var before = json[..(int)at];
        return new JsonProblem(
            code,
            message,
            before.Count((byte)'\n') + 1,
            Encoding.UTF8.GetCharCount(before[(before.LastIndexOf((byte)'\n') + 1)..]) + 1
        );
    }
}
