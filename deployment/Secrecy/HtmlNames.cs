namespace Layercake.Secrecy;

/// <summary>The names that HTML has for characters of ASCII; .NET knows those of HTML 4 alone.</summary>
internal static class HtmlNames
{
    private static readonly Dictionary<string, string> Characters = new(StringComparer.Ordinal)
    {
        ["Tab"] = "\t",
        ["NewLine"] = "\n",
        ["excl"] = "!",
        ["quot"] = "\"",
        ["QUOT"] = "\"",
        ["num"] = "#",
        ["dollar"] = "$",
        ["percnt"] = "%",
        ["amp"] = "&",
        ["AMP"] = "&",
        ["apos"] = "'",
        ["lpar"] = "(",
        ["rpar"] = ")",
        ["ast"] = "*",
        ["midast"] = "*",
        ["plus"] = "+",
        ["comma"] = ",",
        ["period"] = ".",
        ["sol"] = "/",
        ["colon"] = ":",
        ["semi"] = ";",
        ["lt"] = "<",
        ["LT"] = "<",
        ["equals"] = "=",
        ["gt"] = ">",
        ["GT"] = ">",
        ["quest"] = "?",
        ["commat"] = "@",
        ["lsqb"] = "[",
        ["lbrack"] = "[",
        ["bsol"] = "\\",
        ["rsqb"] = "]",
        ["rbrack"] = "]",
        ["Hat"] = "^",
        ["lowbar"] = "_",
        ["UnderBar"] = "_",
        ["grave"] = "`",
        ["DiacriticalGrave"] = "`",
        ["lcub"] = "{",
        ["lbrace"] = "{",
        ["verbar"] = "|",
        ["vert"] = "|",
        ["VerticalLine"] = "|",
        ["rcub"] = "}",
        ["rbrace"] = "}",
    };

    /// <summary>Null for a name of something else.</summary>
    public static string? Character(string name) => Characters.GetValueOrDefault(name);
}
