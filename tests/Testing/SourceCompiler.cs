using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Layercake.Testing;

/// <summary>Compiles C# against the assemblies that the tests run with, as a project of this repository would.</summary>
public static class SourceCompiler
{
    private static readonly string[] ImplicitUsings =
    [
        "System",
        "System.Collections.Generic",
        "System.IO",
        "System.Linq",
        "System.Net.Http",
        "System.Threading",
        "System.Threading.Tasks",
    ];

    private static readonly Lazy<IReadOnlyList<MetadataReference>> References = new(() =>
        [
            .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
                .Split(Path.PathSeparator)
                .Concat(Directory.EnumerateFiles(AppContext.BaseDirectory, "Layercake.*.dll"))
                .DistinctBy(Path.GetFileName)
                .Select(file => MetadataReference.CreateFromFile(file)),
        ]
    );

    /// <param name="globalUsings">Namespaces that the project of the sources uses everywhere, beside the implicit ones.</param>
    public static CSharpCompilation Compile(string assemblyName, IEnumerable<SourceFragment> sources, params string[] globalUsings)
    {
        var usings = string.Concat(ImplicitUsings.Concat(globalUsings).Select(name => $"global using {name};\n"));
        return CSharpCompilation.Create(
            assemblyName,
            sources.Select(source => source.ToCode()).Prepend(usings).Select(code => CSharpSyntaxTree.ParseText(code)),
            References.Value,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable)
            // The SDK turns these off too: assemblies of other versions of the framework are taken as they are.
            .WithSpecificDiagnosticOptions([new("CS1701", ReportDiagnostic.Suppress), new("CS1702", ReportDiagnostic.Suppress)])
        );
    }

    /// <summary>Errors and warnings with their places: <c>docs/page.md(12,5): error CS0246: …</c>; empty when all is well.</summary>
    public static IReadOnlyList<string> Problems(this CSharpCompilation compilation) =>
        [
            .. compilation
                .GetDiagnostics()
                .Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning)
                .OrderBy(diagnostic => diagnostic.Location.GetMappedLineSpan().Path, StringComparer.Ordinal)
                .ThenBy(diagnostic => diagnostic.Location.GetMappedLineSpan().StartLinePosition)
                .Select(diagnostic => diagnostic.ToString()),
        ];

    /// <summary>Loads what was compiled; it must have no errors.</summary>
    public static Assembly Load(this CSharpCompilation compilation)
    {
        using var code = new MemoryStream();
        if (!compilation.Emit(code).Success)
            throw new InvalidOperationException(string.Join('\n', compilation.Problems()));

        return Assembly.Load(code.ToArray());
    }
}
