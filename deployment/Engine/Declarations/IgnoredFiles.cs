namespace Layercake.Engine.Declarations;

/// <summary>Warns of files beside JSON declarations that are not deployed.</summary>
internal static class IgnoredFiles
{
    /// <param name="right">The name with which it would be deployed; null when there is none.</param>
    public static void Check(FoundFile found, string folder, ICollection<Finding> findings, string? right = null)
    {
        var name = Path.GetFileName(found.Path);
        if (!name.Equals("README.md", StringComparison.OrdinalIgnoreCase))
            findings.Add(
                new Finding
                {
                    Severity = Severity.Warning,
                    Code = "DEC004",
                    File = found.File,
                    Message = $"This file is not deployed: {(right is null ? Advice(name, folder) : MustBeNamed(right))}",
                }
            );
    }

    private static string MustBeNamed(string name) => $"it must be named {name}.";

    private static string Advice(string name, string folder) =>
        Path.GetExtension(name).ToLowerInvariant() switch
        {
            ".jsonc" or ".json5" => $"{MustBeNamed(Path.ChangeExtension(name, ".json"))} Comments are allowed there too.",
            ".yml" or ".yaml" => $"{folder}/ holds JSON. Write it as JSON.",
            ".py" or ".sql" or ".scala" or ".r" or ".ipynb" or ".dbc" => "a notebook belongs in notebooks/. Move it there.",
            ".sh" => "an init script belongs in init-scripts/. Move it there.",
            _ when name.Contains(".json", StringComparison.OrdinalIgnoreCase) => "its name must end in .json. Rename it, or remove it.",
            _ => $"{folder}/ holds .json files only. Move or remove it.",
        };
}
