using System.Reflection;
using Cake.Core.IO;
using Microsoft.Extensions.DependencyInjection;

namespace Cake.Frosting;

/// <summary>What the program said about its host before the command line was read.</summary>
internal sealed record HostBlueprint(IReadOnlyCollection<Assembly> Assemblies, IReadOnlyList<Action<IServiceCollection>> Configurations);

internal sealed record HostWorkingDirectory(DirectoryPath Path);

internal sealed record HostSetting(string Key, string Value);
