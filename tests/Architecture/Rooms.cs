using Mono.Cecil;

namespace Layercake.Architecture;

/// <summary>The rooms of a project, which are its namespaces, and which other rooms each of them uses.</summary>
/// <remarks>Read from the compiled assembly, so a use by inference or by an extension method counts, and a constant does not.</remarks>
public sealed class Rooms
{
    private readonly SortedDictionary<string, SortedDictionary<string, string>> uses = new(StringComparer.Ordinal);

    private Rooms() { }

    /// <param name="root">The project's own namespace: <c>Layercake.Engine</c>. Types right in it are the room <c>.</c></param>
    public static Rooms Of(string assemblyFile, string root)
    {
        // Values of attributes are read only where the assemblies of their types are found.
        using var resolver = new DefaultAssemblyResolver();
        resolver.AddSearchDirectory(Path.GetDirectoryName(assemblyFile));
        using var module = ModuleDefinition.ReadModule(assemblyFile, new ReaderParameters { AssemblyResolver = resolver });
        var rooms = new Rooms();
        foreach (var type in module.Types.Where(type => IsIn(type.Namespace, root)))
        {
            rooms.Uses(Name(type.Namespace, root));
            foreach (var used in UsedTypes.Of(type).Where(used => used.Module == module && IsIn(used.Namespace, root)))
                rooms.Add(Name(type.Namespace, root), Name(used.Namespace, root), $"{type.Name} uses {used.Name}");
        }

        return rooms;
    }

    /// <param name="edges">Of rooms: who uses whom, and through which types.</param>
    public static Rooms Of(params (string Room, string Used, string Reason)[] edges)
    {
        var rooms = new Rooms();
        foreach (var (room, used, reason) in edges)
            rooms.Add(room, used, reason);

        return rooms;
    }

    /// <summary>Each room with those it uses, as <c>Planning: Loading, Kinds</c>; a room stands below all rooms that use it.</summary>
    /// <exception cref="InvalidOperationException">Rooms use each other in a circle; the message says through which types.</exception>
    public IReadOnlyList<string> FromTheBottomUp()
    {
        var lines = new List<string>();
        var done = new HashSet<string>(StringComparer.Ordinal);
        while (done.Count < uses.Count)
        {
            var next = uses.FirstOrDefault(room => !done.Contains(room.Key) && room.Value.Keys.All(done.Contains)).Key;
            if (next is null)
                throw new InvalidOperationException($"Rooms use each other in a circle:\n{string.Join("\n", Circle(done))}");

            done.Add(next);
            lines.Add(uses[next].Count == 0 ? next : $"{next}: {string.Join(", ", uses[next].Keys)}");
        }

        return lines;
    }

    /// <summary>Each room that is left uses another one that is left, so any walk among them comes back.</summary>
    private IEnumerable<string> Circle(HashSet<string> done)
    {
        var path = new List<string>();
        var room = uses.Keys.First(room => !done.Contains(room));
        while (!path.Contains(room))
        {
            path.Add(room);
            room = uses[room].Keys.First(used => !done.Contains(used));
        }

        var circle = path.SkipWhile(one => one != room).Append(room).ToList();
        return circle.Zip(circle.Skip(1), (one, used) => $"{one} uses {used}: {uses[one][used]}");
    }

    private void Add(string room, string used, string reason)
    {
        var all = Uses(room);
        Uses(used);
        if (used != room)
            all.TryAdd(used, reason);
    }

    private SortedDictionary<string, string> Uses(string room)
    {
        if (!uses.TryGetValue(room, out var all))
            uses.Add(room, all = new SortedDictionary<string, string>(StringComparer.Ordinal));

        return all;
    }

    private static bool IsIn(string space, string root) => space == root || space.StartsWith($"{root}.", StringComparison.Ordinal);

    private static string Name(string space, string root) => space == root ? "." : space[(root.Length + 1)..];
}
