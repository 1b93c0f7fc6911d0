namespace Layercake.Engine.Kinds.Fields;

/// <summary>The types of libraries that are files, and how the names of such files end.</summary>
internal static class LibraryFiles
{
    private static readonly (string Type, string Ending)[] All =
    [
        ("jar", ".jar"),
        ("egg", ".egg"),
        ("whl", ".whl"),
        ("requirements", ".txt"),
    ];

    /// <summary>Of clusters, tasks and policies.</summary>
    public static string[] Types { get; } = [.. All.Select(one => one.Type)];

    /// <summary>Of pipelines, which take packages in an older form too.</summary>
    public static string[] OfPipelines { get; } = ["jar", "whl"];

    /// <summary>Whether a file of that name can be installed.</summary>
    public static bool CanBe(string path) => TypeOf(path) is not null;

    /// <summary>The type of a library in a file of that name; null when no library is in one.</summary>
    public static string? TypeOf(string path) =>
        All.FirstOrDefault(one => path.EndsWith(one.Ending, StringComparison.OrdinalIgnoreCase)).Type;
}
