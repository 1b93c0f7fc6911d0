using System.Text.RegularExpressions;

namespace Build.Text;

/// <summary>What a library is called in all its versions.</summary>
internal static partial class PackageName
{
    /// <param name="type">The field that declares the library: <c>pypi</c>.</param>
    /// <param name="library">Its package and where that comes from, its coordinates or its file.</param>
    public static string Of(string type, string library) =>
        type switch
        {
            "pypi" => Requirement().Match(library).Value,
            "cran" => library.Split(' ')[0],
            "maven" => string.Join(':', library.Split(' ')[0].Split(':').Take(2)),
            _ => FileVersion().Split(library[(library.LastIndexOf('/') + 1)..], 2)[0],
        };

    /// <summary>Of <c>scikit-learn==1.5</c> what is before its version, extras (in round brackets here) and conditions.</summary>
    [GeneratedRegex(@"\A[^=<>~!;@(\[ ]*")]
    private static partial Regex Requirement();

    /// <summary>Of <c>my-tools-1.0-py3-none-any.whl</c> what is before its version.</summary>
    [GeneratedRegex("-(?=[0-9])")]
    private static partial Regex FileVersion();
}
