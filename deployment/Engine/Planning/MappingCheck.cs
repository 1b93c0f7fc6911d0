using Layercake.Engine.Declarations;
using Layercake.Engine.Kinds.References;
using Layercake.Engine.Mappings;

namespace Layercake.Engine.Planning;

/// <summary>Tells mappings whose other side is nothing in this workspace.</summary>
internal static class MappingCheck
{
    public static IEnumerable<Finding> Check(MappedNames mapped, AssetNames names) =>
        from mapping in mapped.Used
        where names.IsListed(mapping.Kind) && !names.Knows(mapping.Kind, mapping.To)
        let target = AssetReferences.Target(mapping.Kind)
        select new Finding
        {
            Severity = Severity.Warning,
            Code = "MAP003",
            File = mapped.File,
            Line = mapping.Line,
            Column = mapping.Column,
            Message =
                $"The {target.Noun} {mapping.From} is mapped to {mapping.To}, which neither Git nor the workspace "
                + $"has.{NameSuggestion.Suggest(mapping.To, names.Names(mapping.Kind))} Correct the name.",
        };
}
