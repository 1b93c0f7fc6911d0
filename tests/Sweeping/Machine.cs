namespace Layercake.Sweeping;

/// <summary>
/// A machine as a deployment sees it: a folder for temporary files of its own, which is all that a run leaves outside of its working
/// folder.
/// </summary>
/// <remarks>The folder becomes that of the whole process while the machine is in use, so one world is used at a time.</remarks>
public sealed class Machine : IDisposable
{
    private static readonly string[] Variables = ["TMPDIR", "TMP", "TEMP"];

    private static readonly Dictionary<string, string?> before = Variables.ToDictionary(
        variable => variable,
        Environment.GetEnvironmentVariable
    );

    private readonly DirectoryInfo folder;
    private IReadOnlyList<string> left = [];

    public Machine(string name)
    {
        Name = name;
        Leave();
        folder = Directory.CreateTempSubdirectory("layercake-machine-");
        foreach (var variable in Variables)
            Environment.SetEnvironmentVariable(variable, folder.FullName);
    }

    public string Name { get; }

    /// <summary>The process dies now: what it has in the folder is there for good.</summary>
    public void Freeze() => left = [.. folder.EnumerateFiles().Select(file => file.FullName)];

    /// <summary>
    /// What is left of the process in this one has ended. A killed one leaves its files behind, and no lock on them; one that ends in order
    /// removes them, so
    /// they are put back.
    /// </summary>
    public void Thaw()
    {
        foreach (var file in left.Where(file => !File.Exists(file)))
            File.WriteAllBytes(file, []);
        left = [];
    }

    public void Dispose()
    {
        Leave();
        folder.Delete(recursive: true);
    }

    /// <summary>Back to the machine that all this runs on.</summary>
    internal static void Leave()
    {
        foreach (var (variable, value) in before)
            Environment.SetEnvironmentVariable(variable, value);
    }
}
