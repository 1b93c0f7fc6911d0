using System.Text.RegularExpressions;

namespace Layercake.Engine.Kinds.Checks;

/// <summary>The names that pip takes for wheels.</summary>
internal static partial class WheelName
{
    /// <summary>How one is written, for messages.</summary>
    public const string Form = "NAME-VERSION-PYTHON-ABI-PLATFORM.whl, such as orders-2.0.1-py3-none-any.whl";

    /// <summary>Whether the text, which may have a path before the name, ends like a wheel and pip does not take its name.</summary>
    public static bool IsWrong(string text) => text.EndsWith(".whl", StringComparison.OrdinalIgnoreCase) && !Wheel().IsMatch(text);

    // https://packaging.python.org/en/latest/specifications/binary-distribution-format/#file-name-convention
    [GeneratedRegex(@"(\A|[/\s])[^-/\s]+-[^-/]+(-[0-9][^-/]*)?-[^-/]+-[^-/]+-[^-/]+\.whl\z", RegexOptions.IgnoreCase)]
    private static partial Regex Wheel();
}
