namespace Layercake.Secrecy;

/// <summary>The HTML 5 names of ASCII characters; .NET has only those of HTML 4.</summary>
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

    /// <summary>Null for any other name.</summary>
    public static string? Character(string name) => Characters.GetValueOrDefault(name);
}
