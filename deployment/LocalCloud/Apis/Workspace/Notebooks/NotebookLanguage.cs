using Layercake.LocalCloud.Http;

namespace Layercake.LocalCloud.Apis.Workspace.Notebooks;

/// <summary>A language of notebooks, and how its source files mark notebooks and cells.</summary>
internal sealed record NotebookLanguage(string Name, string Extension, string Comment)
{
    public static NotebookLanguage Python { get; } = new("PYTHON", "py", "#");

    public static NotebookLanguage R { get; } = new("R", "r", "#");

    private static readonly NotebookLanguage[] all = [Python, R, new("SQL", "sql", "--"), new("SCALA", "scala", "//")];

    /// <summary>The first line of a file that is a notebook.</summary>
    public string Header => $"{Comment} Databricks notebook source";

    /// <summary>The line between two cells.</summary>
    public string Separator => $"{Comment} COMMAND ----------";

    /// <summary>What each line of a cell in another language starts with.</summary>
    public string Magic => $"{Comment} MAGIC";

    /// <summary>By the API's name in any case, or null.</summary>
    public static NotebookLanguage? Find(string? name) =>
        all.FirstOrDefault(language => string.Equals(language.Name, name, StringComparison.OrdinalIgnoreCase));

    /// <exception cref="ApiError">400 when there is no such language.</exception>
    public static NotebookLanguage Parse(string name) =>
        Find(name)
        ?? throw ApiError.InvalidParameter(
            $"Unknown language {name}; known are {string.Join(", ", all.Select(language => language.Name))}."
        );

    /// <summary>By a file name's extension, <c>.r</c> in either case, or null.</summary>
    public static NotebookLanguage? OfFile(string name) =>
        all.FirstOrDefault(language =>
            name.EndsWith($".{language.Extension}", StringComparison.Ordinal)
            || language == R && name.EndsWith(".R", StringComparison.Ordinal)
        );
}
