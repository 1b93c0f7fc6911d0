using System.Buffers.Text;
using System.Text.RegularExpressions;
using Layercake.LocalCloud.Apis.Objects;
using Layercake.LocalCloud.Http;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Apis.GlobalInitScripts;

/// <summary>What a global init script is made of, and what the service refuses.</summary>
internal static partial class GlobalInitScriptRules
{
    // Unconfirmed.
    private const int Longest = 64 * 1024;

    private static readonly BodyShape Shape = new()
    {
        Texts = ["name", "script"],
        Numbers = ["position"],
        Flags = ["enabled"],
        ReadOnly = ["script_id", "created_at", "created_by", "updated_at", "updated_by"],
    };

    /// <summary>What was sent, and where the script shall be among the others; null when that was not said.</summary>
    public static (JObject Spec, long? Position) Read(ApiRequest request)
    {
        var sent = Shape.Read(request);
        sent.RequireRange("position", 0, int.MaxValue);
        var position = (long?)sent["position"];
        sent.Remove("position");
        return (sent, position);
    }

    public static void Check(JObject script)
    {
        CommonRules.Require(
            Name().IsMatch(script.Required("name")),
            "name must have 1 to 100 letters, digits, hyphens, underscores, dots and blanks."
        );
        var content = script.Required("script");
        CommonRules.Require(Base64.IsValid(content, out var length), "script must be base64.");
        CommonRules.Require(length <= Longest, $"script must have at most {Longest} bytes.");
    }

    [GeneratedRegex("^[A-Za-z0-9_. -]{1,100}$")]
    private static partial Regex Name();
}
