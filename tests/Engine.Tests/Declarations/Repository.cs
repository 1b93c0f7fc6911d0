namespace Layercake.Engine.Tests.Declarations;

/// <summary>The files of this repository, for tests that compare them with the code.</summary>
internal static class Repository
{
    public static string Root { get; } = Find(new DirectoryInfo(AppContext.BaseDirectory));

    public static string Read(string file) => File.ReadAllText(Path.Combine(Root, file)).ReplaceLineEndings("\n");

    private static string Find(DirectoryInfo folder) =>
        File.Exists(Path.Combine(folder.FullName, "Layercake.slnx")) ? folder.FullName : Find(folder.Parent!);
}
